import type {
  ConsumerId,
  ConsumerReport,
  FlowState,
  LayersInUse,
  ParticipantId,
  Payload,
  ProducerId,
  SignallingEvents,
} from '#contracts';

type Flowing = Payload<SignallingEvents, 'media.flowing'>['consumers'];
type People = Payload<SignallingEvents, 'media.quality'>['people'];

/** What a viewer is to be told; empty lists are not. */
export interface ReceptionNews {
  readonly flowing: Flowing;
  readonly people: People;
}

interface Received {
  readonly owner: ParticipantId;
  readonly report: ConsumerReport;
}

const BEST_SCORE = 5;

/** How a viewer's streams reach them, and how their own reach the server, as the media host last reported. */
export class Reception {
  readonly #self: ParticipantId;
  readonly #received = new Map<ConsumerId, Received>();
  readonly #sent = new Map<ProducerId, number>();
  readonly #told = new Map<ParticipantId, number>();

  constructor(self: ParticipantId) {
    this.#self = self;
  }

  /** Reports of streams that `ownerOf` does not know are of streams that ended, and are passed over. */
  note(
    reports: readonly ConsumerReport[],
    ownerOf: (consumerId: ConsumerId) => ParticipantId | undefined,
  ): ReceptionNews {
    const owners = new Set<ParticipantId>();
    const flowing: Flowing = [];
    for (const report of reports) {
      const owner = ownerOf(report.consumerId);
      if (owner === undefined) continue;
      const before = this.#received.get(report.consumerId)?.report;
      this.#received.set(report.consumerId, { owner, report });
      owners.add(owner);
      if (before === undefined || !isSameFlow(before, report)) flowing.push(flowOf(report));
    }
    return { flowing, people: this.#scoresOf(owners) };
  }

  /** Scores of what the viewer sends. */
  noteSent(scores: readonly { readonly producerId: ProducerId; readonly score: number }[]): ReceptionNews {
    for (const { producerId, score } of scores) this.#sent.set(producerId, score);
    return { flowing: [], people: this.#scoresOf(new Set([this.#self])) };
  }

  /** These streams are over, and say nothing of anybody any more. */
  forget(consumerIds: readonly ConsumerId[]): void {
    for (const consumerId of consumerIds) this.#received.delete(consumerId);
  }

  forgetSent(isSent: (producerId: ProducerId) => boolean): void {
    for (const producerId of this.#sent.keys()) if (!isSent(producerId)) this.#sent.delete(producerId);
  }

  /** Everything, for somebody who came back and knows nothing. */
  all(): ReceptionNews {
    return {
      flowing: [...this.#received.values()].map(({ report }) => flowOf(report)),
      people: [...this.#told].map(([participantId, score]) => ({ participantId, score })),
    };
  }

  /** How many streams are in each state. */
  countInto(counts: Map<FlowState, number>): void {
    for (const { report } of this.#received.values()) counts.set(report.state, (counts.get(report.state) ?? 0) + 1);
  }

  #scoresOf(owners: ReadonlySet<ParticipantId>): People {
    return [...owners].flatMap((participantId) => {
      const score = this.#scoreOf(participantId);
      if (score === (this.#told.get(participantId) ?? BEST_SCORE)) return [];
      this.#told.set(participantId, score);
      return { participantId, score };
    });
  }

  /** The worst of what flows of somebody; what is held back on purpose says nothing of a path. */
  #scoreOf(owner: ParticipantId): number {
    const scores =
      owner === this.#self
        ? [...this.#sent.values()]
        : [...this.#received.values()]
            .filter((one) => one.owner === owner && isOfThePath(one.report.state))
            .map(({ report }) => (report.state === 'bandwidth' ? 0 : report.score));
    return Math.min(BEST_SCORE, ...scores.map(qualityOf));
  }
}

/** From the library's 0..10 to what people are shown. */
export function qualityOf(score: number): number {
  return Math.max(1, Math.ceil(score / 2));
}

function isOfThePath(state: FlowState): boolean {
  return state === 'flowing' || state === 'bandwidth';
}

function flowOf({ consumerId, state, layers }: ConsumerReport): Flowing[number] {
  return layers === undefined ? { consumerId, state } : { consumerId, state, layers };
}

function isSameFlow(a: ConsumerReport, b: ConsumerReport): boolean {
  return a.state === b.state && isSameLayer(a.layers, b.layers);
}

function isSameLayer(a: LayersInUse | undefined, b: LayersInUse | undefined): boolean {
  return a?.spatial === b?.spatial && a?.temporal === b?.temporal;
}
