import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONVERSATIONS_MAX_COUNT } from '#contracts';
import { PERSON_CHANGES, type PersonChange, type PersonChanges } from '../wire/person-changes.js';
import { ChatAccess } from './chat-access.js';
import { CHAT_TOOLS, type ChatTools } from './chat-tools.js';
import type { Audience, ConversationPlace } from './conversation.js';

/**
 * Tells those who share a conversation with somebody of their new name and picture. In meetings people go by the name they have
 * there, so that only the picture is told, by the node that has the meeting; everything else by the node of the change.
 */
@Injectable()
export class MemberChanges implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: (() => void) | undefined;

  constructor(
    @Inject(PERSON_CHANGES) private readonly changes: PersonChanges,
    @Inject(CHAT_TOOLS) private readonly tools: ChatTools,
    @Inject(ChatAccess) private readonly access: ChatAccess,
  ) {}

  onApplicationBootstrap(): void {
    this.#stop = this.changes.listen((change) => {
      for (const { place, audience } of this.access.forgetLooks(change.identityId)) {
        this.#tell(place, audience, { ...change, name: undefined });
      }
      if (change.isOwn) void this.#tellMembers(change);
    });
  }

  onApplicationShutdown(): void {
    this.#stop?.();
  }

  /** Never rejects: who is not told sees it when they open the conversation next. */
  async #tellMembers(change: PersonChange): Promise<void> {
    const { identityId } = change;
    const { records, log } = this.tools;
    try {
      const limit = CONVERSATIONS_MAX_COUNT;
      for (const { conversationId } of await records.memberships(identityId, { meetingId: undefined, limit })) {
        const place = await records.findPlace(conversationId);
        if (place === undefined) continue;
        this.#tell(place, { identityIds: place.members.map((member) => member.identityId) }, change);
      }
    } catch (fault) {
      log.warn({ identityId, fault }, 'a new name or picture could not be told in conversations');
    }
  }

  #tell(
    { conversationId }: ConversationPlace,
    audience: Audience,
    { identityId, name, avatarUrl }: Omit<PersonChange, 'name' | 'nameBefore'> & { readonly name: string | undefined },
  ): void {
    this.tools.facts.tell({ conversationId, audience, fact: { kind: 'member', identityId, name, avatarUrl } });
  }
}
