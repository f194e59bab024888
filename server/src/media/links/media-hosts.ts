import { isDeepStrictEqual } from 'node:util';
import {
  ask,
  mediaControl,
  Refusal,
  type HostId,
  type MediaControlEvents,
  type Output,
  type MediaControlRequests,
  type MeetingId,
  type Payload,
  type RtpCapabilities,
} from '#contracts';
import { Listeners, type Clock, type Log } from '#kernel';
import type { MediaFigures } from '../../core/tally.js';
import type { RouterCapabilities } from '../../rooms/router-capabilities.js';
import { chooseHost, type Spread } from '../placement.js';
import { HostLink, type ControlSocket } from './host-link.js';
import type { HostNews, MediaHost } from './media-host.js';

/** A control socket as it comes in. */
export interface IncomingSocket extends ControlSocket {
  on(event: string, listener: (payload: unknown) => void): unknown;
}

/** A media host, as an operator sees it. */
export interface OperatedHost {
  readonly hostId: HostId;
  readonly isConnected: boolean;
  readonly takesMeetings: boolean;
  readonly meetingCount: number;
  readonly loadRatio: number;
  readonly workers: Payload<MediaControlEvents, 'host.load'>['workers'];
}

type Description = Output<MediaControlRequests, 'host.describe'>;

/** The media hosts that are connected to this server, what they can route, and which one takes a meeting. */
export class MediaHosts implements RouterCapabilities {
  readonly news: Listeners<HostNews>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #spread: Spread;
  readonly #links = new Map<HostId, HostLink>();
  #capabilities: RtpCapabilities | undefined;

  constructor(clock: Clock, log: Log, spread: Spread = 'auto') {
    this.#spread = spread;
    this.#clock = clock;
    this.#log = log;
    this.news = new Listeners((fault) => log.error({ fault }, 'a listener to the media hosts failed'));
  }

  /** What a page must know before joining; undefined while no host is connected. */
  current(): RtpCapabilities | undefined {
    return this.fit().length === 0 ? undefined : this.#capabilities;
  }

  /**
   * The host for the next person of a meeting that is on these hosts, with so many people each. One that everybody is
   * asked to leave serves while there is no other. Undefined while none is connected.
   */
  place(meetingId: MeetingId, occupied: ReadonlyMap<MediaHost, number>): MediaHost | undefined {
    const open = this.fit().filter(({ isOpen }) => isOpen);
    // One that the meeting is on may be back in a moment; on one that it is not, nobody is to wait for that.
    const connected = open.filter((link) => link.isConnected || occupied.has(link));
    const candidates = (connected.length > 0 ? connected : open).map((link) => ({
      link,
      hostId: link.hostId,
      loadRatio: link.loadRatio,
      meetingCount: link.meetingCount,
      sessionCount: occupied.get(link),
    }));
    const chosen = chooseHost(candidates, this.#spread)?.link ?? this.fit().find((link) => occupied.has(link));
    chosen?.meetingIds.add(meetingId);
    chosen?.expectSession();
    return chosen;
  }

  /** @throws {Refusal} `not-found`. */
  require(hostId: HostId): MediaHost {
    const link = this.#links.get(hostId);
    if (link === undefined || !link.isUp) throw new Refusal('not-found', 'There is no such media host.');
    return link;
  }

  /** For an operator: every host that is connected, and how it is. */
  list(): OperatedHost[] {
    return [...this.#links.values()].map((link) => ({
      hostId: link.hostId,
      isConnected: link.isConnected,
      takesMeetings: link.isOpen,
      meetingCount: link.meetingCount,
      loadRatio: link.loadRatio,
      workers: link.load?.workers ?? [],
    }));
  }

  /** True when there is one that takes meetings, besides this one. */
  hasOther(host: MediaHost): boolean {
    return this.fit().some((link) => link !== host && link.isOpen);
  }

  /** The meeting is on this host no more. */
  unplace(meetingId: MeetingId, host: MediaHost): void {
    this.#links.get(host.hostId)?.meetingIds.delete(meetingId);
  }

  /** Notes that a host carries a meeting which this server did not place. */
  placed(meetingId: MeetingId, host: MediaHost): void {
    this.#links.get(host.hostId)?.meetingIds.add(meetingId);
  }

  /**
   * A host that has shown its credential. Asks what it is, and takes its facts from then on.
   *
   * @throws {Refusal} `timeout` when it does not describe itself; `z.ZodError` when it does so wrongly.
   */
  async welcome(socket: IncomingSocket, hostId: HostId): Promise<void> {
    let link: HostLink | undefined;
    let isOver = false;
    socket.on('disconnect', () => {
      isOver = true;
      link?.detach(socket);
    });
    this.#listen(socket, () => link);
    const description = await ask(socket, { contract: mediaControl.requests, name: 'host.describe', input: {} });
    if (isOver) return;
    link = this.#linkOf(hostId, description);
    link.attach(socket);
    if (link.isFit) this.news.tell({ kind: 'host.up', host: link, meetingIds: description.meetingIds });
    // Its word may have gone out while nobody here was listening yet.
    if (description.isDraining) this.news.tell({ kind: 'host.draining', host: link });
  }

  /** For metrics. */
  figures(): MediaFigures['hosts'] {
    return [...this.#links.values()].map(({ hostId, load }) => ({
      hostId,
      cpuRatios: load?.workers.map(({ cpuRatio }) => cpuRatio) ?? [],
      pipeCount: load?.pipeCount ?? 0,
      relayCount: load?.relayCount ?? 0,
    }));
  }

  snapshot() {
    return [...this.#links.values()].map((link) => link.snapshot());
  }

  #linkOf(hostId: HostId, { bootId, isDraining, routerRtpCapabilities }: Description): HostLink {
    const before = this.#links.get(hostId);
    if (before !== undefined && before.isUp && before.bootId === bootId) {
      before.drains(isDraining);
      return before;
    }
    before?.close();
    const isFit = this.#isFit(hostId, routerRtpCapabilities);
    const link = new HostLink({
      hostId,
      bootId,
      isFit,
      isDraining,
      clock: this.#clock,
      onGone: (gone) => this.#gone(gone),
    });
    this.#links.set(hostId, link);
    this.#log.info({ hostId, bootId }, 'a media host connected');
    return link;
  }

  /** The first host's capabilities are everybody's, since pages have been served with them. */
  #isFit(hostId: HostId, offered: RtpCapabilities): boolean {
    if (this.fit().length === 0) this.#capabilities = offered;
    const isFit = isDeepStrictEqual(offered, this.#capabilities);
    if (!isFit) {
      this.#log.error({ hostId }, 'a media host routes other codecs than the rest and is given no meetings; update it');
    }
    return isFit;
  }

  #gone(link: HostLink): void {
    if (this.#links.get(link.hostId) === link) this.#links.delete(link.hostId);
    this.#log.warn(
      { hostId: link.hostId, bootId: link.bootId, meetingCount: link.meetingCount },
      'a media host is gone',
    );
    this.news.tell({ kind: 'host.gone', host: link });
  }

  /** The hosts that meetings can be on. */
  fit(): readonly HostLink[] {
    return [...this.#links.values()].filter(({ isFit, isUp }) => isFit && isUp);
  }

  #listen(socket: IncomingSocket, link: () => HostLink | undefined): void {
    this.#on(socket, 'host.load', (load) => {
      link()?.heard();
      link()?.loaded(load);
    });
    this.#on(socket, 'host.draining', () => {
      link()?.drains(true);
      this.#tell(link(), (host) => ({ kind: 'host.draining', host }));
    });
    this.#on(socket, 'host.reopened', () => link()?.drains(false));
    this.#on(socket, 'streams.changed', (changed) =>
      this.#tell(link(), (host) => ({ kind: 'streams.changed', host, ...changed })),
    );
    this.#on(socket, 'sessions.lost', (lost) =>
      this.#tell(link(), (host) => ({ kind: 'sessions.lost', host, ...lost })),
    );
    this.#on(socket, 'sessions.leaving', (leaving) =>
      this.#tell(link(), (host) => ({ kind: 'sessions.leaving', host, ...leaving })),
    );
    this.#on(socket, 'relays.lost', (lost) => this.#tell(link(), (host) => ({ kind: 'relays.lost', host, ...lost })));
    this.#on(socket, 'room.speaking', (heard) =>
      this.#tell(link(), (host) => ({ kind: 'room.speaking', host, ...heard })),
    );
  }

  /** Facts of a host that is not welcomed yet are covered by the look through what it carries. */
  #tell(host: HostLink | undefined, news: (host: HostLink) => HostNews): void {
    if (host?.isUp === true) this.news.tell(news(host));
  }

  #on<K extends keyof MediaControlEvents>(
    socket: IncomingSocket,
    name: K,
    listener: (payload: Payload<MediaControlEvents, K>) => void,
  ): void {
    socket.on(name, (raw) => {
      const parsed = mediaControl.events[name].payload.safeParse(raw);
      if (parsed.success) listener(parsed.data as Payload<MediaControlEvents, K>);
      else
        this.#log.error(
          { event: name, socketId: socket.id },
          'a media host announced something that is no fact of ours',
        );
    });
  }
}
