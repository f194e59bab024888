import type { ManualClock } from '#kernel';
import type { CallPorts } from '../call-ports.js';
import { SELF } from '../chat/fake-chat.js';
import { Devices } from '../devices/devices.js';
import { MemoryKeyValues } from '../storage.js';
import { Store } from '../store.js';
import { FakeFiles } from './fake-files.js';
import type { FakeHardware } from './fake-hardware.js';
import type { FakeRtc } from './fake-rtc.js';
import type { FakeSignal } from './fake-signal.js';
import { fakeStream } from './fake-track.js';

interface Given {
  readonly clock: ManualClock;
  readonly hardware: FakeHardware;
  readonly rtc: FakeRtc;
  readonly signal: FakeSignal;
  readonly getRoom: CallPorts['api']['getRoom'];
  readonly storage?: MemoryKeyValues;
}

/** What a call stands on, without a browser and a network. What a test looks at more closely, it puts in its place. */
export function fakeCallPorts({
  clock,
  hardware,
  rtc,
  signal,
  getRoom,
  storage = new MemoryKeyValues(),
}: Given): CallPorts {
  return {
    api: {
      getRoom,
      enterRoom: async () => undefined,
      identityId: async () => SELF.identityId,
      becomeGuest: () => undefined,
      files: new FakeFiles().api,
    },
    takeMoveCode: () => undefined,
    makeSignal: () => signal,
    makeRtc: () => rtc,
    devices: new Devices({
      hardware,
      storage,
      clock,
      makeProbe: () => ({ rms: () => 0, close: () => undefined }),
      canChooseSpeaker: false,
    }),
    makePlayer: () => ({ play: async () => undefined, setSink: async () => undefined, stop: () => undefined }),
    streamOf: fakeStream,
    storage,
    tabStorage: new MemoryKeyValues(),
    network: { listen: () => () => undefined },
    sight: new Store(false),
    pageEnd: { listen: () => () => undefined },
    clock,
    random: () => 0,
    unfitness: () => undefined,
    onFault: (fault) => {
      throw fault;
    },
  };
}
