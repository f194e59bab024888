import { expect, it } from '@jest/globals';
import { piecesOf } from './links.js';

const links = (message: string) => piecesOf(message).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []));

it.each([
  ['see https://example.org/a?b=c#d now', ['https://example.org/a?b=c#d']],
  ['http://a.example and https://b.example.', ['http://a.example', 'https://b.example']],
  ['(https://example.org/wiki/Go_(game))', ['https://example.org/wiki/Go_(game)']],
  ['[https://example.org]', ['https://example.org']],
  ['https://example.org:8443/x, yes', ['https://example.org:8443/x']],
  ['HTTPS://EXAMPLE.ORG/x', ['HTTPS://EXAMPLE.ORG/x']],
  ['"https://example.org/x"', ['https://example.org/x']],
])('finds in %j %j', (message, found) => {
  expect(links(message)).toEqual(found);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'https://',
  'https://bank.example@evil.example/',
  'https://user:secret@evil.example/',
  'https://ex\u202eample.org/gpj.exe',
  'https://exa\u200bmple.org',
  'https://аррle.example/', // Cyrillic letters
  'xhttps://nothing',
  'www.example.org',
])('makes no link of %j', (message) => {
  expect(links(message)).toEqual([]);
});

it('loses no character of any message', () => {
  for (const message of [
    '',
    'a https://x.example/) b',
    '<b>https://x.example</b>',
    '\u202eabc https://y.example',
    '🙂',
  ])
    expect(
      piecesOf(message)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(message);
});
