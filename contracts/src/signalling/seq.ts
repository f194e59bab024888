import { z } from 'zod';

/** Position in a meeting's facts, from 1, without gaps. A client that sees a gap asks `meeting.sync`. */
export const Seq = z.int().nonnegative();

/** A moment by the server's clock, ms since the Unix epoch. */
export const AtMs = z.int().nonnegative();
