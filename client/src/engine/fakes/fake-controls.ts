import {
  EVERYTHING_ALLOWED,
  NO_CONTROLS,
  Refusal,
  type Asked,
  type HostView,
  type MeetingControls,
  type Output,
  type Permissions,
  type RefusalCode,
  type SignallingRequests,
} from '#contracts';
import type { ControlRequest, ControlsNews, ControlsView, UnmuteWish } from '../host-controls/model.js';
import { Store } from '../store.js';
import { MEETING } from './samples.js';

/** A meeting's conduct without a server. Its stores are its controls; what is asked of it is written down. */
export class FakeControls implements ControlsView {
  readonly meetingId = MEETING;
  readonly state = new Store<MeetingControls>(NO_CONTROLS);
  readonly host = new Store<HostView>({ waiting: [], spoken: [] });
  readonly rights = new Store<Permissions>(EVERYTHING_ALLOWED);
  readonly unmuteWish = new Store<UnmuteWish | undefined>(undefined);
  /** What was asked, in order. */
  readonly asked: (readonly [ControlRequest, unknown])[] = [];
  readonly answered: boolean[] = [];
  serverNowMs = 1_000_000;
  /** When set, every question is refused so. */
  refusal: RefusalCode | undefined;
  readonly #listeners = new Set<(news: ControlsNews) => void>();

  nowMs(): number {
    return this.serverNowMs;
  }

  listen(listener: (news: ControlsNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(news: ControlsNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  set(change: Partial<MeetingControls>): void {
    this.state.set({ ...this.state.get(), ...change });
  }

  answerWish(isGranted: boolean): void {
    this.answered.push(isGranted);
    this.unmuteWish.set(undefined);
  }

  ask<K extends ControlRequest>(name: K, input: Asked<SignallingRequests, K>): Promise<Output<SignallingRequests, K>> {
    this.asked.push([name, input]);
    if (this.refusal !== undefined) return Promise.reject(new Refusal(this.refusal, 'No.'));
    const answer = name === 'host.emergency' ? { removedCount: 0 } : {};
    return Promise.resolve(answer as Output<SignallingRequests, K>);
  }
}
