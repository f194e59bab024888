import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { ConversationId, Payload, SignallingEvents } from '#contracts';
import { CallFacts, type CallFact } from '../calls/call-fact.js';
import { ChatFacts, type ChatFact, type ChatNews } from '../chat/chat-fact.js';
import { PresenceFacts } from '../presence/presence-fact.js';
import { SOCKET_OUT, type SocketOut } from '../wire/socket-out.js';

type ChatEvent = Extract<keyof SignallingEvents, `chat.${string}` | 'group.changed'>;
type Notice = { [K in ChatEvent]: readonly [K, Payload<SignallingEvents, K>] }[ChatEvent];

/** The one translation of what happened in a conversation to what browsers are told. */
function chatNoticeOf(conversationId: ConversationId, fact: ChatFact): Notice {
  switch (fact.kind) {
    case 'said':
      return ['chat.said', { conversationId, messages: [...fact.messages] }];
    case 'changed':
      return ['chat.changed', { conversationId, change: fact.change, message: fact.message }];
    case 'receipts':
      return ['chat.receipts', { conversationId, receipts: [...fact.receipts] }];
    case 'typing':
      return ['chat.typing', { conversationId, identityId: fact.identityId, name: fact.name, forMs: fact.forMs }];
    case 'opened':
      return ['chat.opened', { conversationId, kind: fact.conversationKind }];
    case 'group-changed':
      return ['group.changed', { conversationId }];
    case 'member':
      return ['chat.memberChanged', memberNotice(conversationId, fact)];
    case 'muted':
      return ['chat.muted', { conversationId, isMuted: fact.isMuted }];
    case 'closed':
      return ['chat.closed', { conversationId }];
  }
}

function memberNotice(
  conversationId: ConversationId,
  { identityId, name, avatarUrl }: Extract<ChatFact, { kind: 'member' }>,
): Payload<SignallingEvents, 'chat.memberChanged'> {
  return {
    conversationId,
    identityId,
    ...(name !== undefined && { name }),
    ...(avatarUrl !== undefined && { avatarUrl }),
  };
}

/** Carries what happens in conversations to those in the meeting or to all devices of the members, and who is there. */
@Injectable()
export class ConversationAnnouncer implements OnModuleInit, OnModuleDestroy {
  readonly #stops: (() => void)[] = [];

  constructor(
    @Inject(ChatFacts) private readonly chat: ChatFacts,
    @Inject(CallFacts) private readonly calls: CallFacts,
    @Inject(PresenceFacts) private readonly presence: PresenceFacts,
    @Inject(SOCKET_OUT) private readonly out: SocketOut,
  ) {}

  onModuleInit(): void {
    this.#stops.push(
      this.chat.listen((news) => this.#tellChat(news)),
      this.calls.listen((fact) => this.#tellCall(fact)),
      this.presence.listen(({ socketId, people }) =>
        this.out.toSocket(socketId, 'presence.changed', { people: [...people] }),
      ),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.#stops) stop();
  }

  #tellChat({ conversationId, audience, fact, exceptSocketId }: ChatNews): void {
    const [name, payload] = chatNoticeOf(conversationId, fact);
    const how = { exceptSocketId, isVolatile: fact.kind === 'typing' };
    if ('meetingId' in audience) this.out.toMeeting(audience.meetingId, name, payload, how);
    else this.out.toIdentities(audience.identityIds, name, payload, how);
  }

  #tellCall(fact: CallFact): void {
    const { identityIds } = fact;
    switch (fact.kind) {
      case 'rings':
        return this.out.toIdentities(identityIds, 'call.rings', { call: fact.call, roomId: fact.roomId });
      case 'changed': {
        const { call, acceptedOn } = fact;
        const payload = acceptedOn === undefined ? { call } : { call, acceptedOn };
        return this.out.toIdentities(identityIds, 'call.changed', payload);
      }
      case 'logged': {
        const { conversationId, message } = fact;
        return this.out.toIdentities(identityIds, 'chat.said', { conversationId, messages: [message] });
      }
    }
  }
}
