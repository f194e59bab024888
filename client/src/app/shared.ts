import type { Api } from '../engine/api.js';
import type { MessengerView } from '../engine/messenger/model.js';
import type { NoticesView } from '../engine/messenger/notices.js';
import { Entrances } from './entrances.js';

/** What somebody has beside meetings, made together. */
export interface Messaging {
  readonly messenger: MessengerView;
  readonly notices: NoticesView;
}

/**
 * What pages share once one of them needed it: one session with the server, one standing line. Each page that needs a thing
 * brings the way to make it, so that its script is fetched with that page and not before.
 */
export class Shared {
  readonly entrances = new Entrances();
  #api: Api | undefined;
  #messaging: Messaging | undefined;

  api(make: () => Api): Api {
    this.#api ??= make();
    return this.#api;
  }

  messaging(make: () => Messaging): Messaging {
    this.#messaging ??= make();
    return this.#messaging;
  }
}
