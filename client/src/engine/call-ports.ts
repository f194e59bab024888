import type { RoomId } from '#contracts';
import type { Clock } from '#kernel';
import type { Api } from './api.js';
import type { FilesPort } from './chat/files.js';
import type { Devices } from './devices/devices.js';
import type { Unfit } from './failure.js';
import type { Rtc } from './media/rtc.js';
import type { Network } from './network.js';
import type { PageEnd } from './page-end.js';
import type { PageSight } from './page-sight.js';
import type { Signal } from './signal/signal.js';
import type { Player } from './sound/sound.js';
import type { KeyValues } from './storage.js';

/** Everything of the browser and the network that a call touches. */
export interface CallPorts {
  readonly api: Pick<Api, 'getRoom' | 'enterRoom' | 'identityId' | 'becomeGuest'> & {
    readonly files: FilesPort['api'];
  };
  /** From the link, once: what a device brings along that is to take a seat over. */
  readonly takeMoveCode: () => string | undefined;
  readonly makeSignal: (roomId: RoomId) => Signal;
  readonly makeRtc: () => Rtc;
  readonly devices: Devices;
  readonly makePlayer: () => Player;
  readonly streamOf: (track: MediaStreamTrack) => MediaStream;
  /** Lasts from visit to visit. */
  readonly storage: KeyValues;
  /** Lasts as long as the tab, reloads included. */
  readonly tabStorage: KeyValues;
  readonly network: Network;
  readonly pageEnd: PageEnd;
  readonly sight: PageSight;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly unfitness: () => Unfit['why'] | undefined;
  /** What nobody expected. For the console. */
  readonly onFault: (fault: unknown) => void;
}
