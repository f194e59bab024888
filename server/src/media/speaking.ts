import type { MediaControlEvents, Payload } from '#contracts';
import type { MediaHost } from './links/media-host.js';

export type Speakers = Payload<MediaControlEvents, 'room.speaking'>['speakers'];

/** As many as the wires carry. */
const SPEAKERS_MAX_COUNT = 16;

/** Who is heard in one meeting. Each host tells of those that are on it; all together are who speaks. */
export class Speaking {
  readonly #onHosts = new Map<MediaHost, Speakers>();

  /** What is told of one host, put together with what the others told last: loudest first. */
  heard(host: MediaHost, speakers: Speakers): Speakers {
    if (speakers.length > 0) this.#onHosts.set(host, speakers);
    else this.#onHosts.delete(host);
    return [...this.#onHosts.values()]
      .flat()
      .toSorted((a, b) => b.levelDbov - a.levelDbov)
      .slice(0, SPEAKERS_MAX_COUNT);
  }

  /** It tells nothing any more. */
  forget(host: MediaHost): void {
    this.#onHosts.delete(host);
  }
}
