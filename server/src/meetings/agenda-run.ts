import { Refusal, type Agenda, type Topic, type TopicId } from '#contracts';
import type { Change } from './meeting-fact.js';

type TopicTime = Agenda['topics'][number];

/** The topics of a meeting and the one of now. Time spent on a topic is kept when it is left and taken up again. */
export class AgendaRun {
  #topics: readonly TopicTime[] = [];
  #current: { readonly topicId: TopicId; readonly sinceMs: number } | undefined;
  #isAutoAdvancing = false;

  /** @throws {Refusal} `invalid-input` when an id is given twice. */
  set(topics: readonly Topic[], isAutoAdvancing: boolean, nowMs: number): Change[] {
    if (new Set(topics.map(({ topicId }) => topicId)).size < topics.length) {
      throw new Refusal('invalid-input', 'Each topic needs an id of its own.');
    }
    const before = JSON.stringify(this.view());
    const spent = new Map(this.#topics.map(({ topicId, spentMs }) => [topicId, spentMs]));
    if (this.#current !== undefined && !topics.some(({ topicId }) => topicId === this.#current?.topicId)) {
      this.#rest(nowMs);
    }
    this.#topics = topics.map((topic) => ({ ...topic, spentMs: spent.get(topic.topicId) ?? 0 }));
    this.#isAutoAdvancing = isAutoAdvancing;
    return JSON.stringify(this.view()) === before ? [] : this.#told();
  }

  /** Takes up a topic; without one the agenda rests. @throws {Refusal} `not-found`. */
  go(topicId: TopicId | undefined, nowMs: number): Change[] {
    if (topicId !== undefined) this.require(topicId);
    if (topicId === this.#current?.topicId) return [];
    this.#rest(nowMs);
    if (topicId !== undefined) this.#current = { topicId, sinceMs: nowMs };
    return this.#told();
  }

  /** @throws {Refusal} `not-found`. */
  require(topicId: TopicId): TopicTime {
    const topic = this.#topics.find((one) => one.topicId === topicId);
    if (topic === undefined) throw new Refusal('not-found', 'There is no such topic.');
    return topic;
  }

  /** Goes on to the next topic when the time of this one is up. The last one goes over its time instead. */
  elapse(nowMs: number): Change[] {
    const dueMs = this.nextDueMs();
    const next = this.#after();
    return dueMs === undefined || next === undefined || dueMs > nowMs ? [] : this.go(next.topicId, nowMs);
  }

  /** When the agenda goes on by itself; undefined when it does not. */
  nextDueMs(): number | undefined {
    if (!this.#isAutoAdvancing || this.#current === undefined || this.#after() === undefined) return undefined;
    const { plannedMs, spentMs } = this.require(this.#current.topicId);
    return this.#current.sinceMs + Math.max(0, plannedMs - spentMs);
  }

  /** Of the topic of now. */
  get title(): string | undefined {
    return this.#topics.find(({ topicId }) => topicId === this.#current?.topicId)?.title;
  }

  view(): Agenda {
    return {
      topics: [...this.#topics],
      isAutoAdvancing: this.#isAutoAdvancing,
      ...(this.#current !== undefined && { current: this.#current }),
    };
  }

  restore({ topics, current, isAutoAdvancing }: Agenda): void {
    this.#topics = topics;
    this.#current = current;
    this.#isAutoAdvancing = isAutoAdvancing;
  }

  #after(): TopicTime | undefined {
    const index = this.#topics.findIndex(({ topicId }) => topicId === this.#current?.topicId);
    return index < 0 ? undefined : this.#topics[index + 1];
  }

  #rest(nowMs: number): void {
    const current = this.#current;
    this.#current = undefined;
    if (current === undefined) return;
    this.#topics = this.#topics.map((topic) =>
      topic.topicId === current.topicId
        ? { ...topic, spentMs: topic.spentMs + Math.max(0, nowMs - current.sinceMs) }
        : topic,
    );
  }

  #told(): Change[] {
    return [{ kind: 'agenda.changed', agenda: this.view() }];
  }
}
