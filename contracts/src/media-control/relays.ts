import { z } from 'zod';
import { HostId, MeetingId, ParticipantId, ProducerId, RelayId } from '../ids.js';
import { MediaSource } from '../media.js';
import { RtpParameters } from '../rtp.js';
import { event, request } from '../wire.js';

/*
 * A relay carries one stream of a meeting from the media host where it comes in to another one, for all who receive it
 * there. Hosts do not speak to each other but for its packets: the server asks both ends.
 */

/** Most relays of one meeting on one host: every stream of everybody, in or out. */
export const RELAYS_MAX_COUNT = 4_000;

/** Where one end of a relay takes packets in, and how it encrypts what it sends. */
export const RelayEnd = z.strictObject({
  address: z.union([z.ipv4(), z.ipv6()]),
  port: z.int().min(1).max(65_535),
  srtp: z.strictObject({
    cryptoSuite: z.enum(['AEAD_AES_256_GCM', 'AEAD_AES_128_GCM', 'AES_CM_128_HMAC_SHA1_80']),
    /** Master key and salt. Source: RFC 4568 section 6.1, RFC 7714 section 12. */
    keyBase64: z.base64().min(40).max(64),
  }),
});
export type RelayEnd = z.output<typeof RelayEnd>;

/** One relay as it stands on one of its two hosts. */
export const RelayInventory = z.strictObject({
  relayId: RelayId,
  producerId: ProducerId,
  direction: z.enum(['in', 'out']),
  /** The host at the other end. */
  peerId: HostId,
});
export type RelayInventory = z.output<typeof RelayInventory>;

const InMeeting = z.strictObject({ meetingId: MeetingId, relayId: RelayId });

export const relayRequests = {
  'relay.offer': request({
    about:
      'To the host where a stream comes in: begins to carry it to another host. Nothing is sent before `relay.connect`.',
    input: InMeeting.extend({ producerId: ProducerId, peerId: HostId }),
    output: z.strictObject({ end: RelayEnd, rtpParameters: RtpParameters, isPaused: z.boolean() }),
    isRepeatable: true,
  }),
  'relay.accept': request({
    about:
      'To the host where a stream is wanted: takes in what the other end sends, and offers it under the same id to whoever is there. Another relay of the same stream ends.',
    input: InMeeting.extend({
      producerId: ProducerId,
      peerId: HostId,
      participantId: ParticipantId,
      source: MediaSource,
      end: RelayEnd,
      rtpParameters: RtpParameters,
      isPaused: z.boolean(),
    }),
    output: z.strictObject({ end: RelayEnd }),
    isRepeatable: true,
  }),
  'relay.connect': request({
    about: 'To the host where the stream comes in: the other end is ready.',
    input: InMeeting.extend({ end: RelayEnd }),
    isRepeatable: true,
  }),
  'relay.setPaused': request({
    about:
      'To the host where a stream is wanted: its publisher was muted or unmuted. What is let in is decided where it comes in; this is so that both hosts say the same.',
    input: InMeeting.extend({ isPaused: z.boolean() }),
    isRepeatable: true,
  }),
  'relay.setKept': request({
    about:
      'To the host where a microphone comes in: whether it is sent on even while louder ones are forwarded instead, for somebody at the other end has pinned its owner. One of which nothing was said is not.',
    input: InMeeting.extend({ isKept: z.boolean() }),
    isRepeatable: true,
  }),
  'relay.close': request({
    about: 'Ends one end of a relay, and on the receiving host what is received of it.',
    input: InMeeting,
    isRepeatable: true,
  }),
} as const;

export const relayEvents = {
  'relays.lost': event(
    'These relays ended without being asked to: the worker that took them in died.',
    z.strictObject({ meetingId: MeetingId, relayIds: z.array(RelayId).min(1).max(RELAYS_MAX_COUNT) }),
  ),
} as const;
