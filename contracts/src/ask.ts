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
 * whose answer did not come is asked once more; any other is not, since it may have been done already.
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
  const attempts = spec.isRepeatable ? 2 : 1;
  const raw = await firstAnswer(attempts, () => line.timeout(spec.deadlineMs).emitWithAck(name, input));

  const reply = replySchema(spec.output).parse(raw) as Reply<Output<M, K>>;
  if (!reply.ok) throw new Refusal(reply.error.code, reply.error.message);
  return reply.data;
}

async function firstAnswer(attempts: number, attempt: () => Promise<unknown>): Promise<unknown> {
  for (let left = attempts; left > 0; left -= 1) {
    try {
      return await attempt();
    } catch {
      continue; // Silence is the only way it fails; see Line.
    }
  }
  throw new Refusal('timeout', 'No answer in time.');
}
