import {
  ConsumerId,
  ConsumerOffer,
  MediaSession,
  MeetingId,
  MeetingSnapshot,
  NO_CONTROLS,
  Participant,
  ParticipantId,
  ProducerId,
  RoomId,
  type MediaSource,
} from '#contracts';

/** A valid id for each number. */
function uuid(kind: string, count: number): string {
  return `${kind.padStart(8, '0')}-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

export const ROOM = RoomId.parse(uuid('a', 1));
export const MEETING = MeetingId.parse(uuid('b', 1));
export const personId = (count: number): ParticipantId => ParticipantId.parse(uuid('c', count));
export const consumerId = (count: number): ConsumerId => ConsumerId.parse(uuid('d', count));
export const producerId = (count: number): ProducerId => ProducerId.parse(uuid('e', count));

export function person(count: number, more: Partial<Participant> = {}): Participant {
  return Participant.parse({
    participantId: personId(count),
    name: `Person ${count}`,
    role: 'participant',
    isConnected: true,
    joinedAtMs: count,
    isGuest: true,
    sources: [],
    permissions: {},
    ...more,
  });
}

export function snapshot(
  seq: number,
  participants: readonly Participant[],
  more: Partial<Pick<MeetingSnapshot, 'controls' | 'host'>> = {},
): MeetingSnapshot {
  return MeetingSnapshot.parse({
    seq,
    meetingId: MEETING,
    roomId: ROOM,
    startedAtMs: 1,
    nowMs: 2,
    participants,
    controls: NO_CONTROLS,
    ...more,
  });
}

export function offer(count: number, owner = 2, source: MediaSource = 'microphone'): ConsumerOffer {
  return ConsumerOffer.parse({
    consumerId: consumerId(count),
    producerId: producerId(count),
    participantId: personId(owner),
    source,
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: 1_000 + count }],
    },
  });
}

export function session(count: number, consumers: readonly ConsumerOffer[] = []): MediaSession {
  const transport = (way: number) => ({
    transportId: uuid('f', count * 10 + way),
    iceParameters: { usernameFragment: 'abcd', password: 'abcdefghijklmnopqrstuvwx' },
    iceCandidates: [
      { foundation: 'x', priority: 1, address: '127.0.0.1', protocol: 'udp', port: 40_000, type: 'host' },
    ],
    dtlsParameters: {
      role: 'auto',
      fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('CD').join(':') }],
    },
  });
  return MediaSession.parse({ sessionId: uuid('9', count), send: transport(1), recv: transport(2), consumers });
}
