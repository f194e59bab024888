import { errors } from 'mediasoup';
import { Refusal } from '#contracts';

/**
 * Runs one call of mediasoup and says in our terms why it failed. The worker's own words stay out of the answer; they
 * name payload types and ids that mean nothing to a person.
 *
 * @throws {Refusal} `invalid-input` for parameters it will not have, `not-found` for what is gone, `media-unavailable`
 *   when the worker is gone, `conflict` for anything else it turns down, such as an SSRC that is in use.
 */
export async function byWorker<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw refusalFor(thrown);
  }
}

function refusalFor(thrown: unknown): unknown {
  if (thrown instanceof Refusal || !(thrown instanceof Error)) return thrown;
  if (thrown instanceof errors.WorkerClosedError)
    return new Refusal('media-unavailable', 'Media is being restarted. Try again in a moment.');
  if (thrown instanceof errors.NotFoundError)
    return new Refusal('not-found', 'This stream or transport is no longer there.');
  if (thrown instanceof TypeError || thrown instanceof errors.UnsupportedError) {
    return new Refusal('invalid-input', 'The media parameters are not supported here.');
  }
  return new Refusal('conflict', 'The media parameters clash with what is being sent already.');
}
