import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { ConversationId, IdentityId } from '#contracts';
import { RateLimits } from '../../wire/rate-limits.js';
import { Bearer } from '../../wire/rest/bearer.js';
import { ChatAccess } from '../chat-access.js';
import type { Standing } from '../conversation.js';

/** Who may send files into a conversation and read them there: the same people as with its messages. */
@Injectable()
export class FileDoor {
  constructor(
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(ChatAccess) private readonly access: ChatAccess,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  /** @throws {Refusal} `too-many-requests`. */
  async passAnybody({ ip }: Request): Promise<void> {
    await this.limits.addressReads.demand(ip ?? 'unknown');
  }

  /** @throws {Refusal} as `ChatAccess.of`. */
  async toRead(request: Request, conversationId: ConversationId): Promise<Standing> {
    const identityId = await this.#who(request);
    return this.access.ofIdentity(identityId, conversationId);
  }

  /** @throws {Refusal} as `ChatAccess.toSpeak`. */
  async toWrite(request: Request, conversationId: ConversationId): Promise<Standing> {
    const identityId = await this.#who(request);
    await this.limits.identityUploads.demand(identityId);
    return this.access.ofIdentityToSpeak(identityId, conversationId);
  }

  async #who(request: Request): Promise<IdentityId> {
    const identityId = await this.bearer.require(request.headers.authorization);
    await this.limits.addressReads.demand(request.ip ?? 'unknown');
    return identityId;
  }
}
