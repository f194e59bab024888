import { randomUUID } from 'node:crypto';
import type { MediaHostConfig } from '#config';
import { systemClock, type Log } from '#kernel';
import { Control } from './control/control.js';
import { hostIdFrom } from './host-id.js';
import { roomHandlers } from './rooms/handlers.js';
import { Rooms } from './rooms/rooms.js';
import { listenPoints, resolveAnnounced } from './workers/addresses.js';
import { WorkerPool } from './workers/worker-pool.js';

/** A running media host. */
export interface MediaHost {
  /** Safe to repeat. Ends everything, downward; resolves once all workers are gone. */
  close(): Promise<void>;
  snapshot(): object;
}

/**
 * Puts the parts together and starts them: workers, rooms on them, lines to the servers.
 *
 * @throws {StartFault} with what the operator has to mend. Nothing is left running then.
 */
export async function startHost(config: MediaHostConfig, log: Log): Promise<MediaHost> {
  const clock = systemClock;
  const hostId = await hostIdFrom(config.hostId, config.dataDir);
  const announcedAddress = await resolveAnnounced(config.announcedAddress);
  const { mode, listenAddress, workerCount, workerBin, portRange } = config;
  const points = () => listenPoints({ mode, listenAddress, announcedAddress });
  const pool = new WorkerPool({ workerCount, workerBin, portRange, listenPoints: points, clock, log });
  const rooms = new Rooms({ placement: pool, clock, log });
  const control = new Control({
    serverUrls: config.serverUrls,
    hostId,
    credential: config.mediaControlSecret,
    orphanGraceMs: config.orphanGraceMs,
    media: {
      handlers: roomHandlers(rooms, { hostId, bootId: randomUUID(), workerCount }),
      facts: rooms.facts,
      load: () => ({ workers: pool.load() }),
      abandon: () => rooms.closeOrphans(),
    },
    clock,
    log,
  });

  await pool.start();
  control.start();
  log.info({ hostId, workerCount, listenCount: points().length }, 'media host ready');
  return {
    close: () => {
      control.close();
      rooms.close();
      return pool.close();
    },
    snapshot: () => ({ hostId, control: control.snapshot(), pool: pool.snapshot(), ...rooms.snapshot() }),
  };
}
