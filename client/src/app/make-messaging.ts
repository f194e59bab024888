import { createApi } from '../engine/api.js';
import { browserNoticeBoard } from '../engine/messenger/browser-notice-board.js';
import { createMessenger } from '../engine/messenger/create-messenger.js';
import { Notices } from '../engine/messenger/notices.js';
import { forgiving } from '../engine/storage.js';
import type { Messaging, Shared } from './shared.js';

/** The messenger of this page, made for the first who needs it. */
export function messagingOf(shared: Shared): Messaging {
  return shared.messaging(() => ({
    messenger: createMessenger(shared.api(createApi)),
    notices: new Notices(
      browserNoticeBoard,
      forgiving(() => globalThis.localStorage),
    ),
  }));
}
