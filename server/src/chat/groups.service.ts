import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  DisplayName,
  GROUP_MAX_COUNT,
  Refusal,
  type GroupChange,
  type IdentityId,
  type Input,
  type SignallingRequests,
} from '#contracts';
import type { Caller } from '../wire/caller.js';
import { RateLimits } from '../wire/rate-limits.js';
import { ChatAccess, noConversation } from './chat-access.js';
import type { ChatFact } from './chat-fact.js';
import { CHAT_TOOLS, type ChatTools } from './chat-tools.js';
import type { Standing } from './conversation.js';
import { GROUP_RECORDS, type GroupRecords } from './group-records.js';
import { senderOf } from './messages.service.js';
import { requireMet } from './people.js';

type Requests = SignallingRequests;

/** What can be done about a group as a whole: its owner decides about its name and its members, and any member may leave. */
@Injectable()
export class GroupsService {
  constructor(
    @Inject(CHAT_TOOLS) private readonly tools: ChatTools,
    @Inject(ChatAccess) private readonly access: ChatAccess,
    @Inject(GROUP_RECORDS) private readonly records: GroupRecords,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  /** @throws {Refusal} `forbidden` for anybody but its owner; `not-found` for who is no member. Safe to repeat. */
  async rename(caller: Caller, { conversationId, title }: Input<Requests, 'group.rename'>): Promise<void> {
    const standing = await this.#toDecide(caller, conversationId);
    const isNew = await this.records.rename({ conversationId, byId: caller.identityId, title });
    if (isNew) await this.#tell(caller, standing, { kind: 'renamed', title });
  }

  /** @throws {Refusal} as `rename`; `forbidden` for strangers too; `limit-reached`. Safe to repeat. */
  async add(caller: Caller, { conversationId, identityIds }: Input<Requests, 'group.add'>): Promise<void> {
    const standing = await this.#toDecide(caller, conversationId);
    const byId = caller.identityId;
    const [, ...newcomers] = await requireMet(this.tools.people, byId, identityIds);
    const wish = { conversationId, byId, newcomers, maxCount: GROUP_MAX_COUNT, atMs: this.tools.clock.nowMs() };
    const added = await this.records.add(wish);
    if (added === undefined) throw new Refusal('limit-reached', 'This group cannot become any larger.');
    if (added.length === 0) return;
    const addedIds = added.map(({ identityId }) => identityId);
    this.#fact(standing, addedIds, { kind: 'opened', conversationKind: 'group' });
    await this.#tell(caller, standing, { kind: 'added', people: [...added] });
  }

  /** @throws {Refusal} as `rename`; `invalid-input` for oneself, who leaves instead. Safe to repeat. */
  async remove(caller: Caller, { conversationId, identityId }: Input<Requests, 'group.remove'>): Promise<void> {
    const byId = caller.identityId;
    const standing = await this.#toDecide(caller, conversationId);
    if (identityId === byId) throw new Refusal('invalid-input', 'You can leave the group instead.');
    const removed = await this.records.remove({ conversationId, byId, identityId });
    if (removed === undefined) return;
    this.#fact(standing, [identityId], { kind: 'closed' });
    const name = DisplayName.safeParse(removed.name).data ?? 'Guest';
    await this.#tell(caller, standing, { kind: 'removed', person: { identityId, name } });
  }

  /** @throws {Refusal} `not-found` for who is no member, of a group or at all. */
  async leave(caller: Caller, { conversationId }: Input<Requests, 'group.leave'>): Promise<void> {
    const standing = await this.#ofGroup(caller, conversationId);
    if (!(await this.records.leave(conversationId, caller.identityId))) throw noConversation();
    this.#fact(standing, [caller.identityId], { kind: 'closed' });
    await this.#tell(caller, standing, { kind: 'left' });
  }

  async #toDecide(caller: Caller, conversationId: Standing['place']['conversationId']): Promise<Standing> {
    const standing = await this.#ofGroup(caller, conversationId);
    if (standing.place.ownerId !== caller.identityId) {
      throw new Refusal('forbidden', 'Only who owns this group can change it.');
    }
    return standing;
  }

  async #ofGroup(caller: Caller, conversationId: Standing['place']['conversationId']): Promise<Standing> {
    const standing = await this.access.of(caller, conversationId);
    if (standing.place.kind !== 'group') throw noConversation();
    await this.limits.identityGroupChanges.demand(caller.identityId);
    return standing;
  }

  /** Whoever is a member by now looks at the group anew, and reads what was done and by whom. */
  async #tell(caller: Caller, { place, identityId, name }: Standing, groupChange: GroupChange): Promise<void> {
    const { conversationId } = place;
    const now = await this.tools.records.findPlace(conversationId);
    if (now === undefined) return; // The last one has left.
    const identityIds = now.members.map((member) => member.identityId);
    await this.tools.writer.append({
      conversationId,
      senderId: identityId,
      senderName: name,
      sender: senderOf(caller),
      key: randomUUID(),
      text: '',
      sentAtMs: this.tools.clock.nowMs(),
      mentions: [],
      groupChange,
      audience: { identityIds },
    });
    this.tools.facts.tell({ conversationId, audience: { identityIds }, fact: { kind: 'group-changed' } });
  }

  #fact({ place: { conversationId } }: Standing, identityIds: readonly IdentityId[], fact: ChatFact): void {
    this.tools.facts.tell({ conversationId, audience: { identityIds }, fact });
  }
}
