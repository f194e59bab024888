import type { RoomId } from '#contracts';
import { systemClock } from '#kernel';
import type { Api } from './api.js';
import { Call, type ComingIn } from './call.js';
import { Devices } from './devices/devices.js';
import { browserHardware } from './devices/hardware.js';
import { analyserProbe } from './devices/level-meter.js';
import { unfitnessOf } from './environment.js';
import { MediasoupRtc } from './media/mediasoup-rtc.js';
import { browserNetwork } from './network.js';
import { browserPageEnd } from './page-end.js';
import { browserPageSight } from './page-sight.js';
import { openSocket } from './signal/socket.js';
import { SocketSignal } from './signal/socket-signal.js';
import { audioElementPlayer, canChooseSink } from './sound/sound.js';
import { forgiving, layered } from './storage.js';

interface Options {
  readonly roomId: RoomId;
  readonly api: Api;
  /** What it begins with: by default its person looks at themselves; `standby` is for while it rings. */
  readonly begin?: ComingIn | 'standby';
}

/** A call in this browser, looked up and prepared at once. `close` it when the page moves on. */
export function createCall({ roomId, api, begin }: Options): Call {
  const clock = systemClock;
  const storage = forgiving(() => globalThis.localStorage);
  const tabStorage = forgiving(() => globalThis.sessionStorage);
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
  if (begin === undefined) void call.prepare();
  else if (begin === 'standby') void call.standBy();
  else void call.comeIn(begin);
  return call;
}

/** Behind the `#`, which no server and no log sees; and not in the address any longer once it was read. */
function takeMoveCode(): string | undefined {
  const code = new URLSearchParams(globalThis.location.hash.slice(1)).get('move') ?? undefined;
  if (code !== undefined) globalThis.history.replaceState(globalThis.history.state, '', globalThis.location.pathname);
  return code;
}
