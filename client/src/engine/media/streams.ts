import type { MediaSource, ParticipantId } from '#contracts';
import { Store, type Readable } from '../store.js';

/** What comes in, by whom and from which source: one lasting readable for each, whether or not anything flows yet. */
export class Streams {
  readonly #all = new Map<string, Store<MediaStream | undefined>>();

  of(participantId: ParticipantId, source: MediaSource): Readable<MediaStream | undefined> {
    return this.#store(participantId, source);
  }

  set(participantId: ParticipantId, source: MediaSource, stream: MediaStream | undefined): void {
    this.#store(participantId, source).set(stream);
  }

  /** Forgets everyone who is not there any more and of whom nothing flows. Their ids never return. */
  prune(isThere: (participantId: ParticipantId) => boolean): void {
    for (const [key, store] of this.#all) {
      const participantId = key.slice(0, key.indexOf('/')) as ParticipantId;
      if (store.get() === undefined && !isThere(participantId)) this.#all.delete(key);
    }
  }

  #store(participantId: ParticipantId, source: MediaSource): Store<MediaStream | undefined> {
    const key = `${participantId}/${source}`;
    let store = this.#all.get(key);
    if (store === undefined) this.#all.set(key, (store = new Store<MediaStream | undefined>(undefined)));
    return store;
  }
}
