import type { Handlers, HostId, MediaControlRequests } from '#contracts';
import { audienceOf } from './audience.js';
import { routerCapabilities } from './codecs.js';
import { measure } from './measure.js';
import type { Rooms } from './rooms.js';

/** What the process can be asked beyond its rooms. */
export interface HostLife {
  readonly isDraining: () => boolean;
  /** Nothing is left to wait for before the end. */
  readonly end: () => void;
}

export interface HostIdentity {
  readonly hostId: HostId;
  /** Another one after each start of the process. */
  readonly bootId: string;
  readonly workerCount: number;
}

/** What the contract asks of this host, one function per request. What ends is ended once: those are safe to repeat. */
export function roomHandlers(
  rooms: Rooms,
  identity: HostIdentity,
  life: HostLife = { isDraining: () => false, end: () => undefined },
): Handlers<MediaControlRequests> {
  return {
    ...hostHandlers(rooms, identity, life),
    'room.inventory': async ({ meetingId }) => ({ sessions: rooms.find(meetingId)?.inventory() ?? [] }),
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
    'producer.audience': ({ meetingId, sessionId, producerId }) =>
      audienceOf(rooms.room(meetingId), { sessionId, producerId }),
    'streams.measure': ({ meetingId, sessionId, ...streams }) =>
      measure(rooms.room(meetingId).session(sessionId), streams),
    'consumer.close': async ({ meetingId, sessionId, consumerIds }) => {
      rooms.find(meetingId)?.find(sessionId)?.subscriptions.close(consumerIds);
      return {};
    },
  };
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
    'host.end': async () => {
      if (life.isDraining()) life.end();
      return {};
    },
  };
}
