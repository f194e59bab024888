import { expect, it } from '@jest/globals';
import type { Response } from 'express';
import { RefreshCookie } from './refresh-cookie.js';
import type { Issued } from './sessions.service.js';

/** Keeps what it is told to set. */
function newResponse() {
  const set: unknown[] = [];
  const response = { cookie: (...cookie: unknown[]) => void set.push(cookie), setHeader: () => undefined };
  return { set, response: response as unknown as Response };
}

it.each([true, false])('goes over TLS only, where there is TLS: %s', (isBehindTls) => {
  const { set, response } = newResponse();
  new RefreshCookie({ isBehindTls }).give(response, { refreshToken: 'x' } as Issued);
  expect(set).toEqual([
    ['parley_refresh', 'x', expect.objectContaining({ httpOnly: true, sameSite: 'strict', secure: isBehindTls })],
  ]);
});
