import type { ConversationView, PrivateChatsView } from '../../engine/chat/model.js';
import type { PersonView } from '../../engine/model.js';
import type { Readable } from '../../engine/store.js';

/** What is said beside a meeting, and by whom. */
export interface MeetingChat {
  readonly conversation: ConversationView;
  readonly privates: PrivateChatsView;
  readonly people: Readable<readonly PersonView[]>;
  /** Whether one may write now; only hosts change it. */
  readonly mayWrite: boolean;
}
