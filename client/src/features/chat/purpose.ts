import type { MessageView } from '../../engine/chat/model.js';

/** What the text being written is for, when it is no new message of its own. */
export type Purpose =
  | { readonly kind: 'reply'; readonly to: MessageView; readonly seq: number }
  | { readonly kind: 'edit'; readonly message: MessageView; readonly seq: number };
