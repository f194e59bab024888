import { systemClock } from '#kernel';
import type { Api } from '../api.js';
import { browserNetwork } from '../network.js';
import { openSocket } from '../signal/socket.js';
import { SocketSignal } from '../signal/socket-signal.js';
import { forgiving } from '../storage.js';
import { Messenger } from './messenger.js';
import type { MessengerView } from './model.js';
import { browserPresses } from './own-activity.js';

/** The messenger of this page, for as long as the page is there. */
export function createMessenger(api: Api): MessengerView {
  const clock = systemClock;
  const onFault = (fault: unknown): void => globalThis.reportError(fault);
  return new Messenger({
    signal: new SocketSignal({ makeSocket: (handlers) => openSocket(handlers), identity: api, clock, onFault }),
    account: api.account.state,
    storage: forgiving(() => globalThis.localStorage),
    clock,
    presses: browserPresses,
    network: browserNetwork,
    files: api.files,
    onFault,
  });
}
