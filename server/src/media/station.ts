import { Refusal, type ParticipantId } from '#contracts';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { MediaHost } from './links/media-host.js';
import { Recovery } from './recovery.js';
import { MOVE_SERVES_MS } from './renewals.js';
import type { MediaTools } from './session.js';

/** Which media host carries a meeting, and which still serves those who just left it. */
export class Station {
  readonly #live: LiveMeeting;
  readonly #tools: MediaTools;
  readonly #recovery: Recovery;
  /** How to end what was moved away, by whose it is. */
  readonly #left = new Map<ParticipantId, () => void>();
  #host: MediaHost | undefined;

  constructor(live: LiveMeeting, tools: MediaTools) {
    this.#live = live;
    this.#tools = tools;
    this.#recovery = new Recovery(live.isRecovered, tools.clock);
  }

  get host(): MediaHost | undefined {
    return this.#host;
  }

  /** True while it is not known yet where the media of a meeting is that was taken up. */
  get isSearching(): boolean {
    return this.#recovery.isSearching;
  }

  /** Resolves once that is known, or given up. */
  get found(): Promise<void> {
    return this.#recovery.over;
  }

  /** @throws {Refusal} `media-unavailable` when no host is there. */
  async placed(): Promise<MediaHost> {
    await this.found;
    if (this.#host?.isUp !== true) this.#host = this.#tools.hosts.place(this.#live.meetingId);
    if (this.#host === undefined)
      throw new Refusal('media-unavailable', 'No media server is connected. Please try again in a moment.');
    return this.#host;
  }

  /** Here it is. Whoever waits goes on only with `endSearch`, when all that was found is known. */
  foundOn(host: MediaHost): void {
    this.#host = host;
    this.#tools.hosts.placed(this.#live.meetingId, host);
  }

  /** Safe to repeat. */
  endSearch(): void {
    this.#recovery.end();
  }

  /** The meeting is on no host until it is placed again. */
  unplace(): void {
    this.#host = undefined;
    this.#tools.hosts.unplace(this.#live.meetingId);
  }

  /** Another host takes the meeting on. False when there is none; then it stays where it is. */
  move(): boolean {
    const next = this.#tools.hosts.place(this.#live.meetingId);
    if (next !== undefined) this.#host = next;
    return next !== undefined;
  }

  /** Ends what somebody had on the host of before, once they have had time to move; with `closeLeft`, at once. */
  closeLater(participantId: ParticipantId, close: () => void): void {
    this.#left.set(participantId, close);
    this.#tools.clock.after(MOVE_SERVES_MS, () => this.closeLeft(participantId));
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
