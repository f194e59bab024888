import type { ParticipantId } from '#contracts';
import type { CallView } from '../../../engine/model.js';
import { Store, type Readable } from '../../../engine/store.js';

export interface Order {
  /** Everyone but oneself, in the order in which they get places. */
  readonly others: readonly ParticipantId[];
  /** Who spoke last, and is still here. Undefined until somebody speaks. */
  readonly speaker: ParticipantId | undefined;
}

/** What was known about the order, and what changed since. */
export interface OrderChange {
  readonly before: Order;
  /** Everyone but oneself who is here now, in order of joining. */
  readonly here: readonly ParticipantId[];
  readonly speaking: ReadonlySet<ParticipantId>;
  /** Speakers in order of their last words, oldest first. */
  readonly spokenLately: readonly ParticipantId[];
  /** How many of them have a place in sight. */
  readonly inSightCount: number;
}

/**
 * Brings who speaks into sight without moving anybody else: they change places with whoever in sight has been silent for
 * longest. Those in sight already stay where they are. Pure.
 */
export function nextOrder({ before, here, speaking, spokenLately, inSightCount }: OrderChange): Order {
  const isHere = new Set(here);
  const isKnown = new Set(before.others);
  const others = [...before.others.filter((id) => isHere.has(id)), ...here.filter((id) => !isKnown.has(id))];

  for (const speaker of here.filter((id) => speaking.has(id))) {
    const from = others.indexOf(speaker);
    if (from < inSightCount) continue;
    const to = quietestPlace(others.slice(0, inSightCount), speaking, spokenLately);
    const quiet = to === undefined ? undefined : others[to];
    if (to === undefined || quiet === undefined) continue;
    others[to] = speaker;
    others[from] = quiet;
  }

  const stays = before.speaker !== undefined && isHere.has(before.speaker) ? before.speaker : undefined;
  const isStillSpeaking = stays !== undefined && speaking.has(stays);
  const next = isStillSpeaking ? stays : (here.find((id) => speaking.has(id)) ?? stays);
  const isSame =
    next === before.speaker &&
    others.length === before.others.length &&
    others.every((id, at) => id === before.others[at]);
  return isSame ? before : { others, speaker: next };
}

/** The last place of one who never spoke, else the place of whose words are longest ago. */
function quietestPlace(
  inSight: readonly ParticipantId[],
  speaking: ReadonlySet<ParticipantId>,
  spokenLately: readonly ParticipantId[],
): number | undefined {
  const silent = inSight.filter((id) => !speaking.has(id));
  const never = silent.findLast((id) => !spokenLately.includes(id));
  const quietest = never ?? spokenLately.find((id) => silent.includes(id));
  return quietest === undefined ? undefined : inSight.indexOf(quietest);
}

/** The order of the tiles of one meeting, kept in step with who is here and who speaks while it is followed. */
export class TileOrder {
  readonly order: Readable<Order>;
  readonly #store = new Store<Order>({ others: [], speaker: undefined });
  readonly #call: Pick<CallView, 'people' | 'speaking'>;
  #spokenLately: ParticipantId[] = [];
  /** Until told otherwise everyone is in sight, so nobody has to be brought there. */
  #inSightCount = Number.POSITIVE_INFINITY;

  constructor(call: Pick<CallView, 'people' | 'speaking'>) {
    this.#call = call;
    this.order = this.#store;
    this.#update();
  }

  /** Returns the function that stops it. */
  follow(): () => void {
    this.#update();
    const stops = [this.#call.people.watch(() => this.#update()), this.#call.speaking.watch(() => this.#update())];
    return () => stops.forEach((stop) => stop());
  }

  /** Tells how many others have a place in sight. Counts from the next word that is spoken, so that nothing jumps. */
  setInSight(count: number): void {
    this.#inSightCount = Math.max(1, count);
  }

  #update(): void {
    const here = this.#call.people.get().flatMap((person) => (person.isSelf ? [] : [person.participantId]));
    const speaking = this.#call.speaking.get();
    const order = nextOrder({
      before: this.#store.get(),
      here,
      speaking,
      spokenLately: this.#spokenLately,
      inSightCount: this.#inSightCount,
    });
    const isHere = new Set(here);
    this.#spokenLately = [
      ...this.#spokenLately.filter((id) => isHere.has(id) && !speaking.has(id)),
      ...here.filter((id) => speaking.has(id)),
    ];
    this.#store.set(order);
  }
}
