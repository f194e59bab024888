const POLL_EVERY_MS = 5;
const GIVE_UP_AFTER_MS = 8_000;

/** Waits until nothing is missing any more. `missing` says in words what still is, or undefined when nothing is. */
export async function eventually(missing: () => string | undefined | Promise<string | undefined>): Promise<void> {
  const endMs = performance.now() + GIVE_UP_AFTER_MS;
  for (let left = await missing(); left !== undefined; left = await missing()) {
    if (performance.now() > endMs) throw new Error(`still missing: ${left}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
}
