import { Refusal, type HandOrder, type Hands, type ParticipantId } from '#contracts';
import type { Change } from './meeting-fact.js';

interface Hand {
  readonly participantId: ParticipantId;
  readonly raisedAtMs: number;
}

/** Who wants to speak, and whose turn it is. */
export class HandQueue {
  readonly #spokenMs: (participantId: ParticipantId) => number;
  #order: HandOrder = 'raised';
  #queue: readonly Hand[] = [];
  #calledId: ParticipantId | undefined;

  constructor(spokenMs: (participantId: ParticipantId) => number) {
    this.#spokenMs = spokenMs;
  }

  raise(participantId: ParticipantId, atMs: number): Change[] {
    if (this.#find(participantId) !== undefined) return [];
    return this.#become([...this.#queue, { participantId, raisedAtMs: atMs }]);
  }

  /** Also ends somebody's turn. Safe to repeat, and for somebody who has left. */
  lower(participantId: ParticipantId): Change[] {
    const isCalled = this.#calledId === participantId;
    if (!isCalled && this.#find(participantId) === undefined) return [];
    if (isCalled) this.#calledId = undefined;
    return this.#become(this.#queue.filter((hand) => hand.participantId !== participantId));
  }

  lowerAll(): Change[] {
    if (this.#queue.length === 0 && this.#calledId === undefined) return [];
    this.#calledId = undefined;
    return this.#become([]);
  }

  /** @throws {Refusal} `conflict` when somebody else is first by now. */
  callNext(expectedId: ParticipantId): Change[] {
    const [first, ...rest] = this.#queue;
    if (first?.participantId !== expectedId) {
      if (this.#calledId === expectedId && this.#find(expectedId) === undefined) return [];
      throw new Refusal('conflict', 'Somebody else is next by now.');
    }
    this.#calledId = expectedId;
    return this.#become(rest);
  }

  /** @throws {Refusal} `conflict` for a hand that is not raised. */
  move(participantId: ParticipantId, toIndex: number): Change[] {
    const hand = this.#find(participantId);
    if (hand === undefined) throw new Refusal('conflict', 'This hand is not raised.');
    const others = this.#queue.filter((one) => one !== hand);
    const isSame = this.#order === 'raised' && this.#queue.indexOf(hand) === Math.min(toIndex, others.length);
    if (isSame) return [];
    this.#order = 'raised';
    this.#queue = others.toSpliced(toIndex, 0, hand);
    return this.#told();
  }

  setOrder(order: HandOrder): Change[] {
    if (order === this.#order) return [];
    this.#order = order;
    return this.#become(this.#queue.toSorted((a, b) => a.raisedAtMs - b.raisedAtMs));
  }

  /** Speaking times have moved on: the queue may stand in another order. */
  resort(): Change[] {
    const sorted = this.#sorted(this.#queue);
    return sorted.every((hand, index) => hand === this.#queue[index]) ? [] : this.#become(sorted);
  }

  view(): Hands {
    const queue = this.#queue.map(({ participantId, raisedAtMs }) => ({ participantId, raisedAtMs }));
    return { order: this.#order, queue, ...(this.#calledId !== undefined && { calledId: this.#calledId }) };
  }

  restore({ order, queue, calledId }: Hands): void {
    this.#order = order;
    this.#queue = queue;
    this.#calledId = calledId;
  }

  #find(participantId: ParticipantId): Hand | undefined {
    return this.#queue.find((hand) => hand.participantId === participantId);
  }

  #become(queue: readonly Hand[]): Change[] {
    this.#queue = this.#sorted(queue);
    return this.#told();
  }

  #told(): Change[] {
    return [{ kind: 'hands.changed', hands: this.view() }];
  }

  #sorted(queue: readonly Hand[]): readonly Hand[] {
    if (this.#order === 'raised') return queue;
    const keys = new Map(queue.map(({ participantId }) => [participantId, this.#spokenMs(participantId)]));
    const spoken = ({ participantId }: Hand) => keys.get(participantId) ?? 0;
    return queue.toSorted((a, b) => spoken(a) - spoken(b) || a.raisedAtMs - b.raisedAtMs);
  }
}
