import type { ChatMessage } from '#contracts';
import type { MemberView } from './model.js';
import type { Looks, Receipts } from './receipts.js';

interface Surroundings {
  readonly selfId: string;
  /** True for what belongs to somebody with an account, whether they have been here or not. */
  readonly isOfAccount: boolean;
  /** Of a group its members: who has written there, and is none any more, is not among them. */
  readonly groupIds: ReadonlySet<string> | undefined;
}

/** Everybody whose name is known. Who did not change is the very object of `before`, and when nobody did, so is the list. */
export function memberViewsOf(
  { named, hasMembers }: Receipts,
  { selfId, isOfAccount, groupIds }: Surroundings,
  before: readonly MemberView[],
): readonly MemberView[] {
  const present = named.filter(({ identityId }) => groupIds?.has(identityId) ?? true);
  const now = present.map(({ isGuest, ...member }, at) => {
    const isMarkedGuest = isGuest && (hasMembers || isOfAccount);
    const view: MemberView = { ...member, isSelf: member.identityId === selfId, isMarkedGuest };
    const old = before[at];
    return old !== undefined && isSame(old, view) ? old : view;
  });
  return now.length === before.length && now.every((view, at) => view === before[at]) ? before : now;
}

/** How the sender of a message is shown. */
export function looksOf({ fromName, isGuest, avatarUrl }: ChatMessage): Looks {
  return { name: fromName, isGuest: isGuest === true, avatarUrl };
}

function isSame(before: MemberView, now: MemberView): boolean {
  return (Object.keys(now) as (keyof MemberView)[]).every((field) => before[field] === now[field]);
}
