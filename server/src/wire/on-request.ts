import { SubscribeMessage } from '@nestjs/websockets';
import {
  InvalidInput,
  parseInput,
  signalling,
  toWireError,
  type Input,
  type Output,
  type Reply,
  type SignallingRequests,
} from '#contracts';
import { asRefusal } from '../core/absence.js';
import type { Caller } from './caller.js';
import type { SignalSocket } from './signal-socket.js';

type Name = keyof SignallingRequests;
type Handler<K extends Name> = (
  caller: Caller,
  input: Input<SignallingRequests, K>,
) => Promise<Output<SignallingRequests, K>>;

/**
 * The only door from the signalling socket into a service. Parses the input, calls the method with the proven caller,
 * and turns its outcome into a Reply, while the caller still waits. The method's signature is checked against the contract. Rates and unknown names
 * are seen to before, by the socket's Gate.
 */
export function OnRequest<K extends Name>(name: K) {
  return <F extends Handler<K>>(target: object, key: string, descriptor: TypedPropertyDescriptor<F>): void => {
    const handle = methodOf(descriptor, key);

    async function answer(
      this: unknown,
      socket: SignalSocket,
      raw: unknown,
    ): Promise<Reply<Output<SignallingRequests, K>>> {
      const { caller, gate } = socket.data;
      const served = gate.serving(name);
      try {
        const input = parseInput(signalling.requests[name].input, raw) as Input<SignallingRequests, K>;
        return { ok: true, data: await gate.inTime(name, handle.call(this, caller, input)) };
      } catch (thrown) {
        const error = toWireError(asRefusal(thrown), (fault) => gate.failed(name, fault));
        gate.refused(error.code);
        if (thrown instanceof InvalidInput) gate.violated('invalid-input');
        return { ok: false, error };
      } finally {
        served();
      }
    }

    descriptor.value = answer as unknown as F;
    SubscribeMessage(name)(target, key, descriptor);
  };
}

function methodOf<F>(descriptor: TypedPropertyDescriptor<F>, key: string): F {
  if (descriptor.value === undefined) throw new TypeError(`${key} is no method`);
  return descriptor.value;
}
