/** A lifecycle written as data: for each state, the events it answers to and the state each leads to. */
export type Lifecycle<S extends string, E extends string> = { readonly [state in S]: { readonly [event in E]?: S } };

/** Raised when code, not a user, asks for a step its lifecycle lacks. Always a fault of ours. */
export class IllegalStep extends Error {
  override readonly name = 'IllegalStep';
}

/** @throws {IllegalStep} when `event` leads nowhere out of `from`. */
export function step<S extends string, E extends string>(lifecycle: Lifecycle<S, E>, from: S, event: E): S {
  const to = lifecycle[from][event];
  if (to === undefined) throw new IllegalStep(`no step '${event}' out of '${from}'`);
  return to;
}

export function canStep<S extends string, E extends string>(lifecycle: Lifecycle<S, E>, from: S, event: E): boolean {
  return lifecycle[from][event] !== undefined;
}
