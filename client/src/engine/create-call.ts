import type { RoomId } from '#contracts';
import { systemClock } from '#kernel';
import type { Api } from './api.js';
import { Call } from './call.js';
import { Devices } from './devices/devices.js';
import { browserHardware } from './devices/hardware.js';
import { analyserProbe } from './devices/level-meter.js';
import { WishMemory } from './devices/wish-memory.js';
import { unfitnessOf } from './environment.js';
import { MediasoupRtc } from './media/mediasoup-rtc.js';
import type { CallView } from './model.js';
import { browserNetwork } from './network.js';
import { browserPageEnd } from './page-end.js';
import { browserPageSight } from './page-sight.js';
import { openSocket } from './signal/socket.js';
import { SocketSignal } from './signal/socket-signal.js';
import { audioElementPlayer, canChooseSink } from './sound/sound.js';
import { forgiving, layered, type KeyValues } from './storage.js';

interface Options {
  readonly roomId: RoomId;
  readonly api: Api;
  readonly comingIn?: ComingIn;
}

/** How somebody comes in who was let in by taking a call. */
export interface ComingIn {
  readonly name: string;
  readonly isCameraWanted: boolean;
}

/** A call in this browser, looked up and prepared at once. `close` it when the page moves on. */
export function createCall({ roomId, api, comingIn }: Options): CallView {
  const clock = systemClock;
  const storage = forgiving(() => globalThis.localStorage);
  const tabStorage = forgiving(() => globalThis.sessionStorage);
  // A call has its own answer to the question whether one wants to be seen.
  if (comingIn !== undefined) devicesOf(comingIn, tabStorage);
  // The browser's own report of what nobody caught: on its console, and to whoever listens for `error`.
  const onFault = (fault: unknown): void => globalThis.reportError(fault);
  const unfit = unfitnessOf(globalThis);
  const call = new Call(roomId, {
    api,
    makeSignal: (room) =>
      new SocketSignal({ makeSocket: (handlers) => openSocket(handlers, room), identity: api, clock, onFault }),
    makeRtc: () => new MediasoupRtc(),
    devices: new Devices({
      hardware: browserHardware,
      // What is on in this tab is on again after a reload, whatever another tab did meanwhile.
      storage: layered(tabStorage, storage),
      clock,
      makeProbe: analyserProbe,
      canChooseSpeaker: canChooseSink(),
    }),
    makePlayer: audioElementPlayer,
    streamOf: (track) => new MediaStream([track]),
    storage,
    tabStorage,
    network: browserNetwork,
    takeMoveCode,
    pageEnd: browserPageEnd,
    sight: browserPageSight,
    clock,
    unfitness: () => unfit,
    onFault,
  });
  void call.prepare(comingIn?.name);
  return call;
}

function devicesOf({ isCameraWanted }: ComingIn, tabStorage: KeyValues): void {
  new WishMemory('microphone', tabStorage).keep(true);
  new WishMemory('camera', tabStorage).keep(isCameraWanted);
}

/** Behind the `#`, which no server and no log sees; and not in the address any longer once it was read. */
function takeMoveCode(): string | undefined {
  const code = new URLSearchParams(globalThis.location.hash.slice(1)).get('move') ?? undefined;
  if (code !== undefined) globalThis.history.replaceState(globalThis.history.state, '', globalThis.location.pathname);
  return code;
}
