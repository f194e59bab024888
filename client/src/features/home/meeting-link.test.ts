import { expect, it } from '@jest/globals';
import { readMeetingLink } from './meeting-link.js';

const ORIGIN = 'https://parley.example';
const ID = '0198c0de-4a2b-7c3d-9e4f-5a6b7c8d9e0f';
const room = { kind: 'room', roomId: ID };

it.each([
  ['a full link', `https://parley.example/m/${ID}`],
  ['a link with a query and a fragment', `https://parley.example/m/${ID}?lang=de#x`],
  ['a link with a slash at its end', `https://parley.example/m/${ID}/`],
  ['a link without its scheme', `parley.example/m/${ID}`],
  ['a link of the other scheme, which the server redirects', `http://parley.example/m/${ID}`],
  ['a path', `/m/${ID}`],
  ['a path without its first slash', `m/${ID}`],
  ['the bare code', ID],
  ['capitals', `https://PARLEY.example/m/${ID.toUpperCase()}`],
  ['blanks and line ends around it', `  ${ID}\n`],
  ['a mail program’s brackets', `<https://parley.example/m/${ID}>`],
])('takes %s', (_, typed) => {
  expect(readMeetingLink(typed, ORIGIN)).toEqual(room);
});

it.each([`https://parley.example/l/${ID}`, `parley.example/l/${ID.toUpperCase()}`, `/l/${ID}`, `l/${ID}`])(
  'knows an extra link: %s',
  (typed) => {
    expect(readMeetingLink(typed, ORIGIN)).toEqual({ kind: 'link', linkId: ID });
  },
);

it('keeps the port of a development server', () => {
  expect(readMeetingLink(`localhost:3000/m/${ID}`, 'http://localhost:3000')).toEqual(room);
});

it('leads to another server for a link that belongs there', () => {
  const url = `https://other.example/m/${ID}`;
  expect(readMeetingLink(url, ORIGIN)).toEqual({ kind: 'elsewhere', url });
  expect(readMeetingLink(`other.example/m/${ID}`, ORIGIN)).toEqual({ kind: 'elsewhere', url });
});

it.each([
  ['a word', 'hello'],
  ['a sentence', 'our weekly meeting, please'],
  ['a cut code', ID.slice(0, -1)],
  ['a code with more behind it', `${ID}0`],
  ['a link to another page', 'https://parley.example/login'],
  ['a link with a code in the wrong place', `https://parley.example/${ID}`],
  ['a path below a meeting', `https://parley.example/m/${ID}/admin`],
  ['a script', `javascript://parley.example/m/${ID}`],
  ['a scriptless scheme', `javascript:/m/${ID}`],
  ['a link with a name and password', `https://parley.example@evil.example/m/${ID}`],
  ['a broken address', 'https://'],
  ['an endless text', `https://parley.example/m/${ID}?${'x'.repeat(3_000)}`],
])('refuses %s', (_, typed) => {
  expect(readMeetingLink(typed, ORIGIN)).toEqual({ kind: 'invalid' });
});

it.each(['', '   ', '\n'])('knows an empty field (%j)', (typed) => {
  expect(readMeetingLink(typed, ORIGIN)).toEqual({ kind: 'empty' });
});
