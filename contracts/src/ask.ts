import { Refusal } from './errors.js';
import { replySchema, type Asked, type Output, type Reply, type RequestMap } from './wire.js';

/** The part of a socket that asking needs. Socket.IO's client and server sockets both have it. */
export interface Line {
  /** `emitWithAck` rejects when no answer came within `ms`, and for no other reason. */
  timeout(ms: number): { emitWithAck(name: string, input: unknown): Promise<unknown> };
}

/** One request of a contract, ready to be put on a line. */
export interface Question<M extends RequestMap, K extends keyof M & string> {
  readonly contract: M;
  readonly name: K;
  readonly input: Asked<M, K>;
}

/**
 * Puts one request on a line and waits for the answer, no longer than its contract allows. A repeatable request
 * whose answer did not come, or that was not done in time, is asked once more; any other is not, since it may have been
 * done already.
 *
 * @throws {Refusal} what the answerer refused with; `timeout` when no answer came.
 * @throws {z.ZodError} when the answer breaks the contract: the other side is of another version, or broken.
 */
export async function ask<M extends RequestMap, K extends keyof M & string>(
  line: Line,
  { contract, name, input }: Question<M, K>,
): Promise<Output<M, K>> {
  const spec = contract[name];
  if (spec === undefined) throw new TypeError(`No request '${name}' in this contract.`);
  for (let left = spec.isRepeatable ? 2 : 1; ; left -= 1) {
    const raw = await answerOf(() => line.timeout(spec.deadlineMs).emitWithAck(name, input));
    const reply = replySchema(spec.output).parse(raw) as Reply<Output<M, K>>;
    if (reply.ok) return reply.data;
    const { code, message } = reply.error;
    if (code !== 'timeout' || left === 1) throw new Refusal(code, message);
  }
}

async function answerOf(attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    return await attempt();
  } catch {
    // Silence is the only way it fails; see Line.
    return { ok: false, error: { code: 'timeout', message: 'No answer in time.' } } satisfies Reply<never>;
  }
}
