import type { Input, ParticipantId, SignallingRequests, Stage } from '#contracts';
import type { Change } from './meeting-fact.js';

export type StageWish = Input<SignallingRequests, 'host.setStage'>;

/** Who is shown large to everyone, in which order the tiles begin, and which layout hosts suggest. */
export class StagePlan {
  #stage: Stage = { spotlightIds: [], tileOrderIds: [] };

  set({ spotlightIds, tileOrderIds, layout }: StageWish): Change[] {
    const { layout: layoutBefore, ...before } = this.#stage;
    const nextLayout = layout === undefined ? layoutBefore : (layout ?? undefined);
    return this.#become({
      spotlightIds: distinct(spotlightIds ?? before.spotlightIds),
      tileOrderIds: distinct(tileOrderIds ?? before.tileOrderIds),
      ...(nextLayout !== undefined && { layout: nextLayout }),
    });
  }

  /** Somebody has left. */
  forget(participantId: ParticipantId): Change[] {
    const rest = (ids: readonly ParticipantId[]) => ids.filter((id) => id !== participantId);
    const { spotlightIds, tileOrderIds } = this.#stage;
    return this.#become({ ...this.#stage, spotlightIds: rest(spotlightIds), tileOrderIds: rest(tileOrderIds) });
  }

  view(): Stage {
    return this.#stage;
  }

  restore(stage: Stage): void {
    this.#stage = stage;
  }

  #become(stage: Stage): Change[] {
    if (JSON.stringify(stage) === JSON.stringify(this.#stage)) return [];
    this.#stage = stage;
    return [{ kind: 'stage.changed', stage }];
  }
}

function distinct<T>(ids: readonly T[]): T[] {
  return [...new Set(ids)];
}
