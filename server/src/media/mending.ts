import { Refusal, type MendingStep, type Output, type ParticipantId, type SignallingRequests } from '#contracts';
import type { SocketOut } from '../wire/socket-out.js';
import { audibilityOf } from './audibility.js';
import type { MeetingMedia } from './meeting-media.js';

type Audibility = Output<SignallingRequests, 'media.audibility'>;
type SpeakerFault = Audibility['speakerFault'];
type ListenerFault = Audibility['listeners'][number]['fault'];

export interface Pair {
  readonly speakerId: ParticipantId;
  readonly listenerId: ParticipantId;
}

/**
 * Those concerned may have it mended, and those who run the meeting.
 *
 * @throws {Refusal} `not-found` for somebody who has no seat; `forbidden`.
 */
export function requireMayMend({ live }: MeetingMedia, by: ParticipantId, { speakerId, listenerId }: Pair): void {
  for (const participantId of [speakerId, listenerId]) {
    if (live.rules.stateOf(participantId) === 'gone') throw new Refusal('not-found', 'They are not in this meeting.');
  }
  if (by !== speakerId && by !== listenerId && !live.rules.stewardIds().includes(by))
    throw new Refusal('forbidden', 'Only those concerned, or a host, may do this.');
}

/** What is to be done about it. Pure. */
export function mendingStepFor(speakerFault: SpeakerFault, listenerFault: ListenerFault): MendingStep {
  if (speakerFault === 'transport-down' || speakerFault === 'no-packets') return 'speaker-reconnects';
  switch (listenerFault) {
    case 'transport-down':
      return 'listener-reconnects';
    case 'not-forwarded':
    case 'not-ready':
    case 'no-packets':
      return 'reopened';
    case 'playout-muted':
    case 'playout-blocked':
      return 'asked';
    case 'away':
    case 'not-loudest':
    case undefined:
      return 'nothing';
  }
}

/**
 * Sets going what lets a listener hear a speaker.
 *
 * @throws {Refusal} as `audibilityOf`.
 */
export async function mend(media: MeetingMedia, out: SocketOut, { speakerId, listenerId }: Pair): Promise<MendingStep> {
  const { speakerFault, listeners } = await audibilityOf(media, speakerId);
  const listener = listeners.find(({ participantId }) => participantId === listenerId);
  const step = mendingStepFor(speakerFault, listener?.fault);
  if (step === 'speaker-reconnects') renew(media, speakerId);
  if (step === 'listener-reconnects') renew(media, listenerId);
  if (step === 'reopened') reopen(media, { speakerId, listenerId });
  const socketId = media.live.socketOf(listenerId);
  if (step === 'asked' && socketId !== undefined) out.toSocket(socketId, 'sound.wished', { speakerId });
  return step;
}

/** Those without transports are being given some already, or are now. */
function renew(media: MeetingMedia, participantId: ParticipantId): void {
  const session = media.find(participantId);
  if (session === undefined) media.tend(participantId);
  else media.lost(new Set([session.sessionId]), 'missing');
}

function reopen(media: MeetingMedia, { speakerId, listenerId }: Pair): void {
  const microphone = media.publications.of(speakerId, 'microphone');
  if (microphone !== undefined) media.find(listenerId)?.viewer.reopen(microphone);
}
