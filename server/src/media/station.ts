import { Refusal, type HostId, type ParticipantId } from '#contracts';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { MediaHost } from './links/media-host.js';
import { Recovery } from './recovery.js';
import { MOVE_SERVES_MS } from './renewals.js';
import type { MediaTools } from './session.js';

/** Which media hosts carry a meeting, and which still serve those who just left them. */
export class Station {
  readonly #live: LiveMeeting;
  readonly #tools: MediaTools;
  readonly #recovery: Recovery;
  /** How to end what was moved away, by whose it is. */
  readonly #left = new Map<ParticipantId, () => void>();
  readonly #hosts = new Set<MediaHost>();
  /** Hosts that others name as carrying the meeting too, and that were not heard of yet. */
  readonly #expected = new Set<HostId>();

  /** `onFound` is called once it is known, or given up, where the media is of a meeting that was taken up. */
  constructor(live: LiveMeeting, tools: MediaTools, onFound: () => void) {
    this.#live = live;
    this.#tools = tools;
    this.#recovery = new Recovery(live.isRecovered, tools.clock, onFound);
  }

  /** Those that carry it, or are about to. */
  get hosts(): ReadonlySet<MediaHost> {
    return this.#hosts;
  }

  isOn(host: MediaHost): boolean {
    return this.#hosts.has(host);
  }

  /** True while it is not known yet where the media of a meeting is that was taken up. */
  get isSearching(): boolean {
    return this.#recovery.isSearching;
  }

  /** Resolves once that is known, or given up. */
  get found(): Promise<void> {
    return this.#recovery.over;
  }

  /**
   * The host for the next person. `countOn` says how many are on one already.
   *
   * @throws {Refusal} `media-unavailable` when no host is there.
   */
  async placed(countOn: (host: MediaHost) => number): Promise<MediaHost> {
    await this.found;
    const occupied = new Map([...this.#hosts].filter(({ isUp }) => isUp).map((host) => [host, countOn(host)]));
    const host = this.#tools.hosts.place(this.#live.meetingId, occupied);
    if (host === undefined)
      throw new Refusal('media-unavailable', 'No media server is connected. Please try again in a moment.');
    this.#hosts.add(host);
    return host;
  }

  /** Here it is, or a part of it; other hosts carry the rest. The search ends with the last of them. */
  foundOn(host: MediaHost, peerIds: Iterable<HostId>): void {
    this.#hosts.add(host);
    this.#tools.hosts.placed(this.#live.meetingId, host);
    const known = new Set([...this.#hosts].map(({ hostId }) => hostId));
    for (const peerId of peerIds) this.#expected.add(peerId);
    for (const hostId of known) this.#expected.delete(hostId);
    if (this.#expected.size === 0) this.#recovery.end();
  }

  /** Safe to repeat. */
  endSearch(): void {
    this.#recovery.end();
  }

  /** The meeting is on this host no more: it is gone, or everybody moves away from it. */
  leave(host: MediaHost): void {
    this.#hosts.delete(host);
    this.#tools.hosts.unplace(this.#live.meetingId, host);
  }

  /** The meeting is over, or another node's. */
  unplace(): void {
    for (const host of this.#hosts) this.leave(host);
  }

  /** Ends what somebody had before, once they have had time to move; with `closeLeft`, at once. */
  closeLater(participantId: ParticipantId, close: () => void): void {
    this.closeLeft(participantId);
    this.#left.set(participantId, close);
    this.#tools.clock.after(MOVE_SERVES_MS, () => {
      if (this.#left.get(participantId) === close) this.closeLeft(participantId);
    });
  }

  /** Safe to repeat. */
  closeLeft(participantId: ParticipantId): void {
    this.#left.get(participantId)?.();
    this.#left.delete(participantId);
  }

  closeAllLeft(): void {
    for (const participantId of this.#left.keys()) this.closeLeft(participantId);
  }
}
