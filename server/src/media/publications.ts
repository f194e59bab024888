import type { MediaSessionId, MediaSource, ParticipantId, ProducerId } from '#contracts';
import { CAMERAS_MAX_COUNT, type Published } from './plan.js';

/** What is published in one meeting now: at most one stream per participant and source. */
export class Publications {
  readonly #bySlot = new Map<string, Published>();

  all(): readonly Published[] {
    return [...this.#bySlot.values()];
  }

  of(owner: ParticipantId, source: MediaSource): Published | undefined {
    return this.#bySlot.get(slotOf(owner, source));
  }

  has(published: Published): boolean {
    return this.of(published.owner, published.source) === published;
  }

  /** Whoever publishes something under this id now. */
  byId(producerId: ProducerId): Published | undefined {
    return this.all().find((one) => one.producerId === producerId);
  }

  /** Takes the place of what its owner published of the same source before. */
  add(published: Published): void {
    this.#bySlot.set(slotOf(published.owner, published.source), published);
  }

  /** Safe to repeat, and for one that was replaced. */
  delete(published: Published): void {
    if (this.has(published)) this.#bySlot.delete(slotOf(published.owner, published.source));
  }

  /** Everything that came in over this session is over. True when there was something. */
  endSession(sessionId: MediaSessionId): boolean {
    const over = this.all().filter((one) => one.sessionId === sessionId);
    for (const published of over) this.delete(published);
    return over.length > 0;
  }

  get hasMoreCamerasThanFit(): boolean {
    return this.all().filter(({ source }) => source === 'camera').length > CAMERAS_MAX_COUNT;
  }
}

function slotOf(owner: ParticipantId, source: MediaSource): string {
  return `${owner}/${source}`;
}
