import { randomUUID } from 'node:crypto';
import type { MediaHostConfig } from '#config';
import { systemClock, type Log } from '#kernel';
import { Control } from './control/control.js';
import { Drain } from './drain.js';
import { hostIdFrom } from './host-id.js';
import { mediaCodecs } from './rooms/codecs.js';
import { roomHandlers } from './rooms/handlers.js';
import { Rooms } from './rooms/rooms.js';
import { listenPoints, relayPointOf, resolveAnnounced } from './workers/addresses.js';
import { WorkerPool } from './workers/worker-pool.js';

/** A running media host. */
export interface MediaHost {
  /**
   * Takes no new meetings, has its own moved away, and resolves once they are, there is nowhere to move them to, or it
   * has waited long enough. Safe to repeat.
   */
  drain(): Promise<void>;
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
  const { mode, listenAddress, workerCount, workerBin, portRange, spread, loudestCount, videoCodecs } = config;
  const points = () => listenPoints({ mode, listenAddress, announcedAddress });
  const pool = new WorkerPool({ workerCount, workerBin, portRange, spread, listenPoints: points, clock, log });
  const relayPoint = () => relayPointOf(config);
  const codecs = mediaCodecs(videoCodecs);
  const rooms = new Rooms({ placement: pool, codecs, loudestCount, relayPoint, clock, log });
  const drain = new Drain({ rooms, clock, log, drainMaxMs: config.drainMaxMs });
  const drainWorker = async (workerPid: number) => {
    const left = await pool.drain(workerPid);
    if (left !== undefined) rooms.leaveWorker(left);
    return left !== undefined;
  };
  const control: Control = new Control({
    serverUrls: config.serverUrls,
    hostId,
    credential: config.mediaControlSecret,
    orphanGraceMs: config.orphanGraceMs,
    media: {
      handlers: roomHandlers(
        rooms,
        { hostId, bootId: randomUUID(), workerCount },
        { isDraining: drain.isDraining, end: drain.end, drain: drain.drain, reopen: drain.reopen, drainWorker },
      ),
      facts: rooms.facts,
      load: () => ({ workers: pool.load(), pipeCount: rooms.pipeCount, relayCount: rooms.relayCount }),
      abandon: () => rooms.closeOrphans(),
      onAlone: () => drain.end(),
    },
    clock,
    log,
  });

  await pool.start();
  control.start();
  log.info({ hostId, workerCount, listenCount: points().length }, 'media host ready');
  return {
    drain: () => (control.isConnected ? drain.start() : Promise.resolve()),
    close: () => {
      control.close();
      rooms.close();
      return pool.close();
    },
    snapshot: () => ({ hostId, control: control.snapshot(), pool: pool.snapshot(), ...rooms.snapshot() }),
  };
}
