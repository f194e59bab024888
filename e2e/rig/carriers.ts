import { eventually } from './eventually.js';
import type { Stack } from './stack.js';

export const OPERATOR_TOKEN = 'operator-of-these-tests-only-operator';

export interface Carrier {
  readonly hostId: string;
  readonly workers: readonly { readonly pid: number; readonly consumerCount: number }[];
}

/** Media hosts with what their workers carry, from the operator's list of a stack that was started with `OPERATOR_TOKEN`. */
export async function carriersOf(stack: Stack): Promise<readonly Carrier[]> {
  const answer = await fetch(`${stack.url}/operator/media-hosts`, {
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
  });
  return ((await answer.json()) as { readonly hosts: readonly Carrier[] }).hosts;
}

/** The process of the worker that most is sent from, once it is known. */
export async function busiestWorkerOf(stack: Stack): Promise<number> {
  let pid: number | undefined;
  await eventually(async () => {
    const workers = (await carriersOf(stack)).flatMap((host) => host.workers);
    const busiest = workers.toSorted((a, b) => b.consumerCount - a.consumerCount)[0];
    pid = (busiest?.consumerCount ?? 0) > 0 && stack.pidsOf('worker').includes(busiest!.pid) ? busiest!.pid : undefined;
    return pid === undefined ? 'a worker that carries the meeting' : undefined;
  });
  return pid!;
}
