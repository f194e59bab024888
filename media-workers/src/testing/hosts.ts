import { HostId, RelayId } from '#contracts';
import { silentLog, systemClock, type Clock } from '#kernel';
import type { HostFact } from '../facts.js';
import { roomHandlers } from '../rooms/handlers.js';
import { Rooms } from '../rooms/rooms.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { startTestWorker } from './bench-worker.js';
import type { publishDirect } from './direct-flow.js';
import { directPlacement } from './direct.js';
import { newId } from './ids.js';

/* Media hosts, each with a real worker, between which streams are relayed as a server has it done. */

export type Host = Awaited<ReturnType<typeof openHost>>;

export async function openHost({
  loudestCount = 8,
  clock = systemClock,
}: { loudestCount?: number; clock?: Clock } = {}) {
  const worker: MediaWorker = await startTestWorker();
  const direct = directPlacement(worker);
  const rooms = new Rooms({ placement: direct, loudestCount, clock, log: silentLog });
  const hostId = HostId.parse(newId.meeting());
  const told: HostFact[] = [];
  rooms.facts.listen((fact) => told.push(fact));
  const ask = roomHandlers(rooms, { hostId, bootId: newId.meeting(), workerCount: 1 });
  const close = () => {
    rooms.close();
    return worker.close();
  };
  return { worker, rooms, hostId, told, direct, ask, close };
}

type Speaker = Awaited<ReturnType<typeof publishDirect>>;

/** As a server does it: offered here, accepted there, connected here. */
export async function relay(from: Host, to: Host, speaker: Speaker) {
  const { meetingId, participantId } = speaker.wish;
  const { producerId, source } = speaker.stream;
  const relayId = RelayId.parse(newId.meeting());
  const at = { meetingId, relayId };
  const { end, rtpParameters, isPaused } = await from.ask['relay.offer']({ ...at, producerId, peerId: to.hostId });
  const accept = { ...at, producerId, participantId, source, end, rtpParameters, isPaused, peerId: from.hostId };
  const accepted = await to.ask['relay.accept'](accept);
  await from.ask['relay.connect']({ ...at, end: accepted.end });
  return { at, accept };
}
