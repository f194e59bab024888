import type { ValueTransformer } from 'typeorm';

/** A moment: `timestamptz` in the database, ms since the Unix epoch in our code, and null there is undefined here. */
export const momentMs: ValueTransformer = {
  to: (atMs: number | undefined) => (atMs === undefined ? atMs : new Date(atMs)),
  from: (at: Date | null) => at?.getTime(),
};

/** Null in the database is undefined in our code. */
export const orUndefined: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => value ?? undefined,
};
