import { Refusal, type Handlers, type HostId, type MediaControlRequests } from '#contracts';
import { audienceOf } from './audience.js';
import { routerCapabilities } from './codecs.js';
import { measure } from './measure.js';
import type { Rooms } from './rooms.js';

/** What the process can be asked beyond its rooms. */
export interface HostLife {
  readonly isDraining: () => boolean;
  /** Nothing is left to wait for before the end. */
  readonly end: () => void;
  /** An operator wants it empty. Safe to repeat. */
  readonly drain: () => void;
  /** The operator thought better of it. Safe to repeat. @throws {Refusal} `conflict` when the process is about to end. */
  readonly reopen: () => void;
  /** An operator wants a worker replaced. False when there is none of this process id. */
  readonly drainWorker: (workerPid: number) => Promise<boolean>;
}

export interface HostIdentity {
  readonly hostId: HostId;
  /** Another one after each start of the process. */
  readonly bootId: string;
  readonly workerCount: number;
}

/** Rooms on their own, without a process around them. */
const NO_LIFE: HostLife = {
  isDraining: () => false,
  end: () => undefined,
  drain: () => undefined,
  reopen: () => undefined,
  drainWorker: () => Promise.resolve(false),
};

/** What the contract asks of this host, one function per request. What ends is ended once: those are safe to repeat. */
export function roomHandlers(
  rooms: Rooms,
  identity: HostIdentity,
  life: HostLife = NO_LIFE,
): Handlers<MediaControlRequests> {
  return {
    ...hostHandlers(rooms, identity, life),
    ...relayHandlers(rooms),
    'room.inventory': async ({ meetingId }) =>
      rooms.find(meetingId)?.inventory() ?? { sessions: [], capabilities: [], relays: [] },
    'room.close': async ({ meetingId }) => {
      rooms.find(meetingId)?.close();
      return {};
    },
    'session.open': (wish) => rooms.openSession(wish),
    'session.close': async ({ meetingId, sessionId }) => {
      rooms.closeSession(meetingId, sessionId);
      return {};
    },
    'session.describe': async ({ meetingId, sessionId }) => rooms.room(meetingId).session(sessionId).describe(),
    'session.restartIce': async ({ meetingId, sessionId, direction }) => ({
      iceParameters: await rooms.room(meetingId).session(sessionId).restartIce(direction),
    }),
    'producer.open': async (wish) => {
      await rooms.room(wish.meetingId).session(wish.sessionId).publications.open(wish);
      return {};
    },
    'producer.close': async ({ meetingId, sessionId, producerId }) => {
      rooms.find(meetingId)?.find(sessionId)?.publications.close(producerId);
      return {};
    },
    'producer.setPaused': async ({ meetingId, sessionId, producerId, isPaused }) => {
      await rooms.room(meetingId).session(sessionId).publications.setPaused(producerId, isPaused);
      return {};
    },
    'consumer.open': async ({ meetingId, sessionId, consumers }) => ({
      consumers: await rooms.room(meetingId).session(sessionId).openConsumers(consumers),
    }),
    'consumer.resume': async ({ meetingId, sessionId, consumerIds }) => {
      await rooms.room(meetingId).session(sessionId).subscriptions.resume(consumerIds);
      return {};
    },
    'consumer.tune': async ({ meetingId, sessionId, consumers }) => {
      await rooms.room(meetingId).session(sessionId).subscriptions.tune(consumers);
      return {};
    },
    'producer.audience': ({ meetingId, producerId }) => audienceOf(rooms.room(meetingId), producerId),
    'streams.measure': ({ meetingId, sessionId, ...streams }) =>
      measure(rooms.room(meetingId).session(sessionId), streams),
    'consumer.close': async ({ meetingId, sessionId, consumerIds }) => {
      rooms.find(meetingId)?.find(sessionId)?.subscriptions.close(consumerIds);
      return {};
    },
  };
}

function relayHandlers(rooms: Rooms) {
  return {
    'relay.offer': (wish) => rooms.room(wish.meetingId).relays.offer(wish),
    'relay.accept': (wish) => rooms.room(wish.meetingId).relays.accept(wish),
    'relay.connect': async ({ meetingId, relayId, end }) => {
      await rooms.room(meetingId).relays.connect(relayId, end);
      return {};
    },
    'relay.setPaused': async ({ meetingId, relayId, isPaused }) => {
      await rooms.find(meetingId)?.relays.setPaused(relayId, isPaused);
      return {};
    },
    'relay.setKept': async ({ meetingId, relayId, isKept }) => {
      await rooms.find(meetingId)?.voices.relayed.keep(relayId, isKept);
      return {};
    },
    'relay.close': async ({ meetingId, relayId }) => {
      rooms.find(meetingId)?.relays.close(relayId);
      return {};
    },
  } satisfies Partial<Handlers<MediaControlRequests>>;
}

function hostHandlers(rooms: Rooms, identity: HostIdentity, life: HostLife) {
  const routerRtpCapabilities = routerCapabilities(rooms.codecs);
  return {
    'host.describe': async () => ({
      ...identity,
      routerRtpCapabilities,
      isDraining: life.isDraining(),
      meetingIds: rooms.meetingIds(),
    }),
    'host.drain': async () => {
      life.drain();
      return {};
    },
    'host.reopen': async () => {
      life.reopen();
      return {};
    },
    'worker.drain': async ({ workerPid }: { readonly workerPid: number }) => {
      if (!(await life.drainWorker(workerPid))) throw new Refusal('not-found', 'There is no such worker.');
      return {};
    },
    'host.end': async () => {
      if (life.isDraining()) life.end();
      return {};
    },
  };
}
