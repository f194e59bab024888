import type { IdentityId, RoomId } from '#contracts';
import type { Clock } from '#kernel';
import type { Signal, SignalEvent } from '../signal/signal.js';
import type { KeyValues } from '../storage.js';
import { ChatConversation, type ChatEvent } from './conversation.js';
import type { FilesPort } from './files.js';
import { PrivateChats } from './private-chats.js';

interface Parts {
  readonly roomId: RoomId;
  readonly storage: KeyValues;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly identityId: () => Promise<IdentityId>;
  readonly files: FilesPort['api'];
}

/** The conversations of a meeting, of all and of two, tied to the seat in it: only who is in may read and write. */
export class RoomChat {
  readonly conversation: ChatConversation;
  readonly privates: PrivateChats;
  readonly #identityId: Parts['identityId'];
  /** Counts seats, so that an identity that came late changes nothing. */
  #seat = 0;

  constructor({ roomId, identityId, files: api, ...parts }: Parts) {
    const rest = { ...parts, files: { api, roomId } };
    this.conversation = new ChatConversation({ where: { roomId }, ...rest });
    this.privates = new PrivateChats(rest);
    this.#identityId = identityId;
  }

  /** Hears what comes on this line. Returns what stops it. */
  listen(signal: Signal): () => void {
    return signal.listen((event) => {
      if (!isOfChat(event)) return;
      this.conversation.take(event);
      this.privates.take(event);
    });
  }

  /** The seat is taken, for the first time or again. Never rejects: without an identity there is no seat. */
  async seated(signal: Signal, name: string): Promise<void> {
    this.#seat += 1;
    const seat = this.#seat;
    const identityId = await this.#identityId().catch(() => undefined);
    if (identityId === undefined || seat !== this.#seat) return;
    this.conversation.attach(signal, { identityId, name });
    this.privates.attach(signal, { identityId, name });
  }

  /** The seat, or the line to it, is lost. What is written meanwhile waits. */
  lost(): void {
    this.#seat += 1;
    this.conversation.detach();
    this.privates.detach();
  }
}

function isOfChat(event: SignalEvent): event is ChatEvent {
  return event.name.startsWith('chat.');
}
