import { Inject, Injectable } from '@nestjs/common';
import type { Input, Output, SignallingRequests } from '#contracts';
import { SharedTask } from '#kernel';
import { audibilityOf } from './audibility.js';
import { figuresOf } from './figures.js';
import { MEDIA_TOOLS, MediaPlane, type SeatOf } from './media-plane.js';
import { mend, requireMayMend } from './mending.js';
import type { MediaTools } from './session.js';

type Asked<K extends keyof SignallingRequests> = Input<SignallingRequests, K>;
type Answer<K extends keyof SignallingRequests> = Output<SignallingRequests, K>;

/** Figures are measured at most so often for one viewer of somebody, in ms. */
const MEASURED_KEPT_MS = 1_000;
/** What was mended takes a moment to work; until then it is not done again, in ms. */
const MENDED_KEPT_MS = 5_000;

/** What people may know of how media reaches them and others, and what they may do about it. */
@Injectable()
export class MediaInsight {
  readonly #measured = new SharedTask<string, Answer<'media.figures'>>();
  readonly #mended = new SharedTask<string, Answer<'media.mend'>>();

  constructor(
    @Inject(MEDIA_TOOLS) private readonly tools: MediaTools,
    @Inject(MediaPlane) private readonly plane: MediaPlane,
  ) {}

  /** @throws {Refusal} as `audibilityOf`. */
  audibility({ live }: SeatOf, { speakerId }: Asked<'media.audibility'>): Promise<Answer<'media.audibility'>> {
    return audibilityOf(this.plane.mediaOf(live), speakerId);
  }

  /** @throws {Refusal} as `figuresOf`. */
  figures(
    { live, participantId: viewer }: SeatOf,
    { participantId: owner }: Asked<'media.figures'>,
  ): Promise<Answer<'media.figures'>> {
    const key = `${viewer}/${owner}`;
    return this.#measured.get(key, () => {
      this.tools.clock.after(MEASURED_KEPT_MS, () => this.#measured.forget(key));
      return figuresOf(this.plane.mediaOf(live), viewer, owner);
    });
  }

  /** @throws {Refusal} as `requireMayMend` and `audibilityOf`. */
  async mend({ live, participantId }: SeatOf, pair: Asked<'media.mend'>): Promise<Answer<'media.mend'>> {
    const media = this.plane.mediaOf(live);
    requireMayMend(media, participantId, pair);
    const key = `${pair.speakerId}/${pair.listenerId}`;
    return this.#mended.get(key, async () => {
      this.tools.clock.after(MENDED_KEPT_MS, () => this.#mended.forget(key));
      return { step: await mend(media, this.tools.out, pair) };
    });
  }
}
