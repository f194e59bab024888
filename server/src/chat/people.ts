import { DisplayName, Refusal, type IdentityId, type KnownPerson } from '#contracts';

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

/**
 * Somebody and those whom they want in a conversation, by what they are called.
 *
 * @throws {Refusal} `forbidden` unless they have met each of them.
 */
export async function requireMet(
  people: ChatPeople,
  identityId: IdentityId,
  withIds: readonly IdentityId[],
): Promise<{ readonly identityId: IdentityId; readonly name: string }[]> {
  const others = [...new Set(withIds)].filter((id) => id !== identityId);
  const met = await people.met(identityId, others);
  if (others.length === 0 || others.some((id) => !met.has(id))) {
    throw new Refusal('forbidden', 'You can write to people whom you have met in a meeting.');
  }
  const names = await people.names([identityId, ...others]);
  return [identityId, ...others].map((id) => ({
    identityId: id,
    name: DisplayName.safeParse(names.get(id)).data ?? 'Guest',
  }));
}
