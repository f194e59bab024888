import type { IdentityId } from '#contracts';

/** Who is in a conversation, as calls need to know. */
export interface CallMember {
  readonly identityId: IdentityId;
  readonly name: string;
}

/** Somebody who can be called, and whether the call's own conversation tells them of it. */
export interface CallPerson extends CallMember {
  readonly isMember: boolean;
}
