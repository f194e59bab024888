import { z } from 'zod';
import { event } from '../wire.js';

export const connectionEvents = {
  'connection.closed': event(
    'The server is closing this connection on purpose. With `returnAfterMs` the client comes back after about that long; without it the client must not return by itself, and a seat it held is given up. `signed-out`: the session that opened this connection has ended, here or elsewhere.',
    z.strictObject({
      reason: z.enum(['too-many-violations', 'server-draining', 'signed-out']),
      returnAfterMs: z.int().nonnegative().max(60_000).exactOptional(),
    }),
  ),
};
