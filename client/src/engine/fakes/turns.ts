/** Lets everything that only waits for promises come to rest. The fakes wait for nothing else. */
export async function turns(): Promise<void> {
  for (let count = 0; count < 200; count += 1) await Promise.resolve();
}
