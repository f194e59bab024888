import type { en } from './en.js';

export type Wording<M> = { readonly [K in keyof M]: M[K] extends string ? string : Wording<M[K]> };

/** The shape of a complete language: a translation with a missing or a surplus key does not compile. */
export type Messages = Wording<typeof en>;
