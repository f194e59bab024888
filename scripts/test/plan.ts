// What `npm test` runs, from its arguments.

export interface TestPlan {
  readonly parts: readonly Part[];
  /** For Jest. */
  readonly jestArgs: readonly string[];
}

export const allParts = ['check', 'unit', 'e2e'] as const;
export type Part = (typeof allParts)[number];

/** Everything without arguments; one part by its name; anything else goes to Jest. */
export function planTests(args: readonly string[]): TestPlan {
  const [first, ...rest] = args;
  if (first === undefined) return { parts: allParts, jestArgs: [] };
  const named = allParts.find((part) => part === first);
  if (named !== undefined) return { parts: [named], jestArgs: rest };
  const isJourney = args.some((arg) => /^(\.\/)?e2e\//.test(arg));
  return { parts: [isJourney ? 'e2e' : 'unit'], jestArgs: args };
}
