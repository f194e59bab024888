import { z } from 'zod';
import { ConsumerId, HostId, MediaSessionId, MeetingId, ParticipantId, ProducerId } from '../ids.js';
import { MEDIA_SESSIONS_MAX_COUNT, MEETINGS_MAX_COUNT } from '../limits.js';
import {
  ConsumerOffer,
  CONSUMERS_MAX_COUNT,
  Direction,
  FlowState,
  LayerCounts,
  LayersInUse,
  MediaSession,
  MediaSource,
} from '../media.js';
import { DtlsParameters, IceParameters, RtpCapabilities, RtpParameters } from '../rtp.js';
import { event, request } from '../wire.js';
import { relayEvents, RelayInventory, relayRequests, RELAYS_MAX_COUNT } from './relays.js';
import { InSession, PRODUCERS_MAX_COUNT, Score, streamsMeasure } from './streams-measure.js';

export * from './layer-counts.js';
export * from './relays.js';

/** Path of the socket that media hosts dial on a server. */
export const CONTROL_PATH = '/media-control';

/** What a media host shows when it dials. The credential is shared by configuration and never travels in a URL. */
export const ControlHandshake = z.strictObject({ credential: z.string().min(1).max(512), hostId: HostId });
export type ControlHandshake = z.output<typeof ControlHandshake>;

/** How a stream is to reach one viewer. */
export const Tuning = z.strictObject({
  /** Held back: the viewer does not see it now. */
  isHeld: z.boolean(),
  /** Never left out for louder ones. */
  isAlwaysHeard: z.boolean(),
  /** Share of the viewer's bandwidth against the others'; the library's meaning: steps per round. */
  priority: z.int().min(1).max(255),
  /** The highest layer wanted, of a video that has layers. All of them when absent. */
  layers: LayersInUse.exactOptional(),
});
export type Tuning = z.output<typeof Tuning>;

/** A stream the host is asked to forward. Both ids are the server's to give. */
export const ConsumerWish = z.strictObject({
  consumerId: ConsumerId,
  producerId: ProducerId,
  tuning: Tuning.exactOptional(),
});
export type ConsumerWish = z.output<typeof ConsumerWish>;

/** How a stream reaches a viewer now. */
export const ConsumerReport = z.strictObject({
  consumerId: ConsumerId,
  state: FlowState,
  /** Of the path to the viewer and of the publisher's path, the worse. */
  score: Score,
  layers: LayersInUse.exactOptional(),
});
export type ConsumerReport = z.output<typeof ConsumerReport>;

/** One session as it stands on the host. The server compares it with what it wants. */
export const SessionInventory = z.strictObject({
  sessionId: MediaSessionId,
  participantId: ParticipantId,
  producers: z
    .array(
      z.strictObject({ producerId: ProducerId, source: MediaSource, isPaused: z.boolean(), layerCounts: LayerCounts }),
    )
    .max(PRODUCERS_MAX_COUNT),
  consumers: z.array(z.strictObject({ consumerId: ConsumerId, producerId: ProducerId })).max(CONSUMERS_MAX_COUNT),
  /** Which of the inventory's capabilities are this browser's: most people of a meeting have one of a few browsers. */
  capabilitiesIndex: z.int().min(0).max(MEDIA_SESSIONS_MAX_COUNT),
  dtlsParameters: DtlsParameters,
});
export type SessionInventory = z.output<typeof SessionInventory>;

/** The wire between the server and a media host. The server asks; the host answers and announces. Never the reverse. */
export const mediaControl = {
  requests: {
    'host.drain': request({
      about: 'An operator wants this host empty: it says so to every server, and stays. Safe to ask again.',
      input: z.strictObject({}),
      isRepeatable: true,
    }),
    'host.reopen': request({
      about:
        'An operator wants a host that was drained to take meetings again: it says so to every server. `conflict` when its process is about to end. Safe to ask again, and of a host that was never drained.',
      input: z.strictObject({}),
      isRepeatable: true,
    }),
    'worker.drain': request({
      about:
        'An operator wants this worker replaced: another one takes its place at once, and it ends when those on it have gone, or after a while. `not-found` when there is none of that process id.',
      input: z.strictObject({ workerPid: z.int().positive() }),
      isRepeatable: true,
    }),
    'host.end': request({
      about: 'To a host that drains: nothing is left to wait for. Any other host passes it over.',
      input: z.strictObject({}),
      isRepeatable: true,
    }),
    'host.describe': request({
      about: 'What this host can do and which meetings it carries. The first thing a server asks.',
      input: z.strictObject({}),
      output: z.strictObject({
        hostId: HostId,
        /** Another one after each start of the process, so that a server knows when everything is gone. */
        bootId: z.uuid(),
        routerRtpCapabilities: RtpCapabilities,
        workerCount: z.int().positive(),
        /** True once it was told to end: it wants no new meetings and its own moved away. */
        isDraining: z.boolean(),
        meetingIds: z.array(MeetingId).max(MEETINGS_MAX_COUNT),
      }),
      isRepeatable: true,
    }),
    'room.inventory': request({
      about: 'Everything that stands for one meeting on this host, to resynchronise with. Empty when it has none.',
      input: z.strictObject({ meetingId: MeetingId }),
      output: z.strictObject({
        sessions: z.array(SessionInventory).max(MEDIA_SESSIONS_MAX_COUNT),
        /** Each kind of browser once. */
        capabilities: z.array(RtpCapabilities).max(MEDIA_SESSIONS_MAX_COUNT),
        relays: z.array(RelayInventory).max(RELAYS_MAX_COUNT),
      }),
      isRepeatable: true,
    }),
    'room.close': request({
      about: 'Closes all media of a meeting.',
      input: z.strictObject({ meetingId: MeetingId }),
      isRepeatable: true,
    }),
    'session.open': request({
      about:
        'Makes a participant’s two transports, connects them, and opens the first consumers, not paused: nothing can flow before the browser has set them up, since only then does DTLS begin. A producer that is gone meanwhile is left out.',
      input: InSession.extend({
        participantId: ParticipantId,
        rtpCapabilities: RtpCapabilities,
        dtlsParameters: DtlsParameters,
        consumers: z.array(ConsumerWish).max(CONSUMERS_MAX_COUNT),
      }),
      output: MediaSession,
      isRepeatable: true,
    }),
    'session.close': request({
      about: 'Closes a participant’s transports and all that runs over them.',
      input: InSession,
      isRepeatable: true,
    }),
    'session.describe': request({
      about:
        'The same answer as `session.open` gave, with the consumers of now: for a browser that lost its page or its socket.',
      input: InSession,
      output: MediaSession,
      isRepeatable: true,
    }),
    'session.restartIce': request({
      about: 'New ICE credentials for one transport.',
      input: InSession.extend({ direction: Direction }),
      output: z.strictObject({ iceParameters: IceParameters }),
      isRepeatable: true,
    }),
    'producer.open': request({
      about: 'Takes a stream in.',
      input: InSession.extend({
        producerId: ProducerId,
        source: MediaSource,
        rtpParameters: RtpParameters,
        isPaused: z.boolean(),
      }),
      isRepeatable: true,
    }),
    'producer.close': request({
      about: 'Stops taking a stream in; its consumers end with it.',
      input: InSession.extend({ producerId: ProducerId }),
      isRepeatable: true,
    }),
    'producer.setPaused': request({
      about: 'Lets a stream in or holds it at the door. A pause that overtakes the opening holds all the same.',
      input: InSession.extend({ producerId: ProducerId, isPaused: z.boolean() }),
      isRepeatable: true,
    }),
    'consumer.open': request({
      about:
        'Opens more consumers, paused. A producer that is gone meanwhile, or that the viewer cannot decode, is left out.',
      input: InSession.extend({ consumers: z.array(ConsumerWish).min(1).max(CONSUMERS_MAX_COUNT) }),
      output: z.strictObject({ consumers: z.array(ConsumerOffer).max(CONSUMERS_MAX_COUNT) }),
      isRepeatable: true,
    }),
    'consumer.resume': request({
      about: 'Lets consumers flow. Unknown ones are passed over: they ended meanwhile.',
      input: InSession.extend({ consumerIds: z.array(ConsumerId).min(1).max(CONSUMERS_MAX_COUNT) }),
      isRepeatable: true,
    }),
    'consumer.tune': request({
      about: 'Sets how consumers reach their viewer. Unknown ones are passed over: they ended meanwhile.',
      input: InSession.extend({
        consumers: z
          .array(z.strictObject({ consumerId: ConsumerId, tuning: Tuning }))
          .min(1)
          .max(CONSUMERS_MAX_COUNT),
      }),
      isRepeatable: true,
    }),
    'producer.audience': request({
      about:
        'Who receives a stream on this host now, which it comes in at or is relayed to. Nothing comes in while `isArriving` is false; a listener with `isSent` false has the stream open and is sent nothing of it.',
      input: z.strictObject({ meetingId: MeetingId, producerId: ProducerId }),
      output: z.strictObject({
        isConnected: z.boolean(),
        isArriving: z.boolean(),
        /** A microphone that louder ones are forwarded instead of, which is not sent on to other hosts. */
        isLeftOut: z.boolean(),
        listeners: z
          .array(
            z.strictObject({
              participantId: ParticipantId,
              state: FlowState,
              isConnected: z.boolean(),
              isSent: z.boolean(),
            }),
          )
          .max(MEDIA_SESSIONS_MAX_COUNT),
      }),
      isRepeatable: true,
    }),
    ...streamsMeasure,
    'consumer.close': request({
      about: 'Ends consumers. Unknown ones are passed over.',
      input: InSession.extend({ consumerIds: z.array(ConsumerId).min(1).max(CONSUMERS_MAX_COUNT) }),
      isRepeatable: true,
    }),
    ...relayRequests,
  },
  events: {
    'host.load': event(
      'Sent once a second; it is the heartbeat too.',
      z.strictObject({
        workers: z
          .array(
            z.strictObject({
              pid: z.int().positive(),
              /** Share of one core used since the last report, 0..1. */
              cpuRatio: z.number().min(0).max(1),
              routerCount: z.int().nonnegative(),
              consumerCount: z.int().nonnegative(),
            }),
          )
          .max(1_024),
        /** Streams carried from one worker to another. */
        pipeCount: z.int().nonnegative(),
        /** Streams carried in from other hosts. */
        relayCount: z.int().nonnegative(),
      }),
    ),
    'host.draining': event(
      'This host wants no more meetings and its own moved away: it ends soon, or an operator wants it empty.',
      z.strictObject({}),
    ),
    'host.reopened': event('This host was drained and takes meetings again.', z.strictObject({})),
    'sessions.leaving': event(
      'The worker of these sessions is to end: they want new ones, here or elsewhere, before it does.',
      z.strictObject({
        meetingId: MeetingId,
        sessionIds: z.array(MediaSessionId).min(1).max(MEDIA_SESSIONS_MAX_COUNT),
      }),
    ),
    'streams.changed': event(
      'What changed of how streams come in and reach their viewers, gathered over a moment.',
      z.strictObject({
        meetingId: MeetingId,
        sessions: z
          .array(
            z.strictObject({
              sessionId: MediaSessionId,
              producers: z.array(z.strictObject({ producerId: ProducerId, score: Score })).max(PRODUCERS_MAX_COUNT),
              consumers: z.array(ConsumerReport).max(CONSUMERS_MAX_COUNT),
            }),
          )
          .min(1)
          .max(MEDIA_SESSIONS_MAX_COUNT),
      }),
    ),
    'sessions.lost': event(
      'These sessions ended without being asked to: their worker died, or their transport failed for good.',
      z.strictObject({
        meetingId: MeetingId,
        sessionIds: z.array(MediaSessionId).min(1).max(MEDIA_SESSIONS_MAX_COUNT),
        reason: z.enum(['worker-died', 'transport-failed', 'orphaned']),
      }),
    ),
    ...relayEvents,
    'room.speaking': event(
      'Who of those that are on this host is heard in a meeting, loudest first; an empty list when nobody is.',
      z.strictObject({
        meetingId: MeetingId,
        speakers: z
          .array(z.strictObject({ participantId: ParticipantId, levelDbov: z.int().min(-127).max(0) }))
          .max(16),
      }),
    ),
  },
} as const;

export type MediaControlRequests = typeof mediaControl.requests;
export type MediaControlEvents = typeof mediaControl.events;
