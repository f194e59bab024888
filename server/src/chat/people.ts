import type { IdentityId, KnownPerson } from '#contracts';

export const CHAT_PEOPLE = Symbol('ChatPeople');

/** What conversations need to know of people. */
export interface ChatPeople {
  /** What they are called: by their account, or as they called themselves in their last meeting. Strangers are left out. */
  names(identityIds: readonly IdentityId[]): Promise<ReadonlyMap<IdentityId, string>>;
  /** Those among `others` who have been in a meeting together with this person. */
  met(identityId: IdentityId, others: readonly IdentityId[]): Promise<ReadonlySet<IdentityId>>;
  /** People with an account whom this person has met, those met last first, with this in their name. */
  find(
    identityId: IdentityId,
    by: { readonly search: string; readonly limit: number },
  ): Promise<readonly KnownPerson[]>;
}
