import { expect, it } from '@jest/globals';
import { exchangeToken, firstToken } from './seat-tokens.js';

it('exchanges a token for another, and takes the one before as long as the new one was not used', () => {
  const first = firstToken();
  const second = exchangeToken(first.hashes, first.token)!;
  const afterLostAnswer = exchangeToken(second.hashes, first.token)!;
  expect(exchangeToken(afterLostAnswer.hashes, second.token)).toBeUndefined();

  const third = exchangeToken(afterLostAnswer.hashes, afterLostAnswer.token)!;
  expect(exchangeToken(third.hashes, first.token)).toBeUndefined();
  expect(exchangeToken(third.hashes, third.token)).toBeDefined();
});

it('stores nothing that a token could be made from', () => {
  const { token, hashes } = firstToken();
  expect(JSON.stringify(hashes)).not.toContain(token);
  expect(exchangeToken(hashes, hashes.current)).toBeUndefined();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

it('refuses what is no token at all', () => {
  const { hashes } = firstToken();
  expect(exchangeToken(hashes, '')).toBeUndefined();
  expect(exchangeToken(hashes, 'x'.repeat(43))).toBeUndefined();
});
