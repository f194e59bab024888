import { expect, it } from '@jest/globals';
import { mentionedIn, mentionsAt } from './mentions.js';
import type { MentionView } from './model.js';

const member = (count: number, name: string, isSelf = false): MentionView => ({
  identityId: `88888888-0000-4000-8000-00000000000${count}`,
  name,
  isSelf,
});
const MEMBERS = [member(1, 'Ada', true), member(2, 'Ben'), member(3, 'Ben Hur'), member(4, 'Zoë')];
const called = (text: string) => mentionsAt(text, MEMBERS).map(({ text: words }) => words);

it.each([
  ['@Ben', ['@Ben']],
  ['hello @Ben, @Zoë!', ['@Ben', '@Zoë']],
  ['@Ben Hur, not @Ben', ['@Ben Hur', '@Ben']],
  ['@Benjamin', []],
  ['mail me: me@Ben', []],
  ['@@Ben', []],
  ['(@Ada)', ['@Ada']],
])('finds in "%s" who is called', (text, expected) => {
  expect(called(text)).toEqual(expected);
});

it('names each of the others once, and not oneself', () => {
  expect(mentionedIn('@Ben @Ada @Ben', MEMBERS)).toEqual([MEMBERS[1]?.identityId]);
});
