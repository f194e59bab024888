/** How often a state is looked at, in ms. Looking is cheap; what is waited for is never this interval itself. */
const LOOK_EVERY_MS = 50;

/** A bound against hanging, not a measure: a server that starts beside several browsers on two cores takes half a minute. */
export const PATIENCE_MS = 60_000;

/**
 * Waits for a state. `missing` says in words what is not there yet, or returns undefined once it is; when time runs out, its
 * last words are the failure.
 *
 * @throws {Error} with what was still missing after `withinMs`.
 */
export async function eventually(
  missing: () => Promise<string | undefined> | string | undefined,
  withinMs = PATIENCE_MS,
): Promise<void> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const words = await missing();
    if (words === undefined) return;
    if (performance.now() > untilMs) throw new Error(`After ${withinMs} ms: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
