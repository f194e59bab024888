export const CHAT_SETTINGS = Symbol('ChatSettings');

/** What an operator decides of conversations. */
export interface ChatSettings {
  /** Messages older than this are removed; undefined keeps them for good. */
  readonly retentionMs: number | undefined;
}
