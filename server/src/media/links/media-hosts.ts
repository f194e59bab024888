import { isDeepStrictEqual } from 'node:util';
import {
  ask,
  mediaControl,
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
import { chooseHost } from '../placement.js';
import { HostLink, type ControlSocket } from './host-link.js';
import type { HostNews, MediaHost } from './media-host.js';

/** A control socket as it comes in. */
export interface IncomingSocket extends ControlSocket {
  on(event: string, listener: (payload: unknown) => void): unknown;
}

type Description = Output<MediaControlRequests, 'host.describe'>;

/** The media hosts that are connected to this server, what they can route, and which one takes a meeting. */
export class MediaHosts implements RouterCapabilities {
  readonly news: Listeners<HostNews>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #links = new Map<HostId, HostLink>();
  #capabilities: RtpCapabilities | undefined;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
    this.news = new Listeners((fault) => log.error({ fault }, 'a listener to the media hosts failed'));
  }

  /** What a page must know before joining; undefined while no host is connected. */
  current(): RtpCapabilities | undefined {
    return this.fit().length === 0 ? undefined : this.#capabilities;
  }

  /** The host for a meeting that has none. Undefined while none is connected. */
  place(meetingId: MeetingId): MediaHost | undefined {
    const open = this.fit().filter(({ isOpen }) => isOpen);
    const connected = open.filter(({ isConnected }) => isConnected);
    const chosen = chooseHost(connected.length > 0 ? connected : open);
    chosen?.meetingIds.add(meetingId);
    return chosen;
  }

  /** The meeting is over, or no longer here. */
  unplace(meetingId: MeetingId): void {
    for (const link of this.#links.values()) link.meetingIds.delete(meetingId);
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
    }));
  }

  snapshot() {
    return [...this.#links.values()].map((link) => link.snapshot());
  }

  #linkOf(hostId: HostId, { bootId, isDraining, routerRtpCapabilities }: Description): HostLink {
    const before = this.#links.get(hostId);
    if (before !== undefined && before.isUp && before.bootId === bootId) return before;
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
      link()?.drains();
      this.#tell(link(), (host) => ({ kind: 'host.draining', host }));
    });
    this.#on(socket, 'streams.changed', (changed) =>
      this.#tell(link(), (host) => ({ kind: 'streams.changed', host, ...changed })),
    );
    this.#on(socket, 'sessions.lost', (lost) =>
      this.#tell(link(), (host) => ({ kind: 'sessions.lost', host, ...lost })),
    );
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
