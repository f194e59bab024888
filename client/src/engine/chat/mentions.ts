import { IdentityId, MENTIONS_MAX_COUNT } from '#contracts';
import type { MentionView } from './model.js';

/** What may stand right after a name that is called; a letter or digit would make it part of a longer word. */
const GOES_ON = /^[\p{L}\p{N}_]/u;
/** What may stand right before the `@`; a letter makes it an address of mail. */
const BEGINS = /[\p{L}\p{N}_@.]$/u;

/** A stretch of a text that calls somebody. */
export interface Mentioned {
  readonly at: number;
  readonly text: string;
  readonly member: MentionView;
}

/** Where a text calls these people by `@name`. Of two names that both fit, the longer one is meant. */
export function mentionsAt(text: string, members: readonly MentionView[]): readonly Mentioned[] {
  const byLength = members.toSorted((one, other) => other.name.length - one.name.length);
  const found: Mentioned[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const rest = text.slice(at + 1);
    const member = byLength.find(({ name }) => rest.startsWith(name) && !GOES_ON.test(rest.slice(name.length)));
    if (member === undefined || BEGINS.test(text.slice(0, at))) continue;
    found.push({ at, text: `@${member.name}`, member });
    at += member.name.length;
  }
  return found;
}

/** The ids of the others whom a text calls, each once. */
export function mentionedIn(text: string, members: readonly MentionView[]): readonly IdentityId[] {
  const others = members.filter(({ isSelf }) => !isSelf);
  const ids = new Set(mentionsAt(text, others).map(({ member }) => member.identityId));
  return [...ids].slice(0, MENTIONS_MAX_COUNT).map((id) => IdentityId.parse(id));
}
