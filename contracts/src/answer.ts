import { parseInput, Refusal, toWireError } from './errors.js';
import type { Input, Output, Reply, RequestMap } from './wire.js';

/** One function per request of the contract. Leaving one out does not compile. */
export type Handlers<M extends RequestMap> = {
  readonly [K in keyof M & string]: (input: Input<M, K>) => Promise<Output<M, K>>;
};

/** One request as it came off the wire, unchecked. */
export interface RawRequest {
  readonly name: string;
  readonly raw: unknown;
}

/** Answers one request from the wire. Never rejects: whatever happens inside becomes a Reply. */
export async function answer<M extends RequestMap>(
  contract: M,
  handlers: Handlers<M>,
  { name, raw, onFault }: RawRequest & { readonly onFault: (fault: unknown) => void },
): Promise<Reply<unknown>> {
  try {
    const spec = Object.hasOwn(contract, name) ? contract[name] : undefined;
    if (spec === undefined) throw new Refusal('invalid-input', `Unknown request '${name.slice(0, 64)}'.`);
    const handle = handlers[name as keyof M & string] as (input: unknown) => Promise<unknown>;
    return { ok: true, data: await handle(parseInput(spec.input, raw)) };
  } catch (thrown) {
    return { ok: false, error: toWireError(thrown, onFault) };
  }
}
