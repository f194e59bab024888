import type { Clock, Log } from '#kernel';
import type { ChatFacts } from './chat-fact.js';
import type { ChatRecords } from './chat-records.js';
import type { MessageWriter } from './message-writer.js';
import type { ChatPeople } from './people.js';
import type { ReceiptKeeper } from './receipts.js';

export const CHAT_TOOLS = Symbol('ChatTools');

/** What conversations work with. */
export interface ChatTools {
  readonly records: ChatRecords;
  readonly people: ChatPeople;
  readonly facts: ChatFacts;
  readonly writer: MessageWriter;
  readonly receipts: ReceiptKeeper;
  readonly clock: Clock;
  readonly log: Log;
}
