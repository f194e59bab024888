import type { MediaControlRequests, Output, ParticipantId, SignallingRequests } from '#contracts';
import type { MediaHost } from './links/media-host.js';
import type { MeetingMedia } from './meeting-media.js';
import type { Published } from './plan.js';

type Audibility = Output<SignallingRequests, 'media.audibility'>;
type SpeakerFault = NonNullable<Audibility['speakerFault']>;
type ListenerFault = NonNullable<Audibility['listeners'][number]['fault']>;
type Audience = Output<MediaControlRequests, 'producer.audience'>;
type Stream = Audience['listeners'][number];

/** A listener, as far as it matters for whether they hear. */
export interface Listener {
  readonly isConnected: boolean;
  readonly hasSession: boolean;
  readonly playout: 'playing' | 'muted' | 'blocked';
  /** What the media host says of the stream to them; undefined when none is open. */
  readonly stream: Stream | undefined;
}

/**
 * Who hears somebody now, who does not, and why, as the media host and everybody's page say.
 *
 * @throws {Refusal} `media-unavailable` when the host does not answer.
 */
export async function audibilityOf(media: MeetingMedia, speakerId: ParticipantId): Promise<Audibility> {
  const { live, publications } = media;
  const microphone = publications.of(speakerId, 'microphone');
  const home = microphone && media.sessions.hostOf(microphone.sessionId);
  const audience = microphone && home && (await audienceOf(media, microphone, home));
  const isPaused = live.rules.isSourcePaused(speakerId, 'microphone');
  const speakerFault = speakerFaultOf(isPaused, audience);
  const streams = new Map(audience?.listeners.map((one) => [one.participantId, one]));
  const isSeated = (id: ParticipantId) => ['present', 'absent'].includes(live.rules.stateOf(id));
  const others = live.rules.seatIds().filter((id) => id !== speakerId && isSeated(id));
  const listeners = others.map((participantId) => {
    const fault = listenerFaultOf(
      {
        isConnected: live.socketOf(participantId) !== undefined,
        hasSession: media.sessions.of(participantId) !== undefined,
        playout: media.attention.playoutOf(participantId),
        stream: streams.get(participantId),
      },
      speakerFault,
    );
    return fault === undefined ? { participantId } : { participantId, fault };
  });
  return speakerFault === undefined ? { listeners } : { speakerFault, listeners };
}

/** The host where it comes in says whether it does; each host that it is carried to says who receives it there. */
async function audienceOf(media: MeetingMedia, microphone: Published, home: MediaHost): Promise<Audience> {
  const { producerId } = microphone;
  const ask = (host: MediaHost) => host.ask('producer.audience', { meetingId: media.live.meetingId, producerId });
  const others = [...media.station.hosts].filter((host) => host !== home && media.relays.carries(microphone, host));
  // A relay may end while we ask; its listeners do not hear then, and that is what is said of them.
  const [there, ...elsewhere] = await Promise.all([
    ask(home),
    ...others.map((host) => ask(host).catch(() => undefined)),
  ]);
  // What is not sent on to another host is left out there as well, whatever that one can know of it.
  const far = elsewhere.flatMap((one) => one?.listeners ?? []);
  return { ...there, listeners: [...there.listeners, ...(there.isLeftOut ? far.map(asLeftOut) : far)] };
}

function asLeftOut(stream: Stream): Stream {
  const isWaitedFor = !stream.isSent && (stream.state === 'flowing' || stream.state === 'source-silent');
  return isWaitedFor ? { ...stream, state: 'not-loudest' } : stream;
}

/** What keeps a speaker from being heard by anybody. Pure. */
export function speakerFaultOf(
  isPaused: boolean | undefined,
  audience: Audience | undefined,
): SpeakerFault | undefined {
  if (isPaused === undefined) return 'off';
  if (isPaused) return 'muted';
  if (audience === undefined || !audience.isConnected) return 'transport-down';
  return audience.isArriving ? undefined : 'no-packets';
}

/** What keeps a listener from hearing; what is the speaker's fault is not held against them. Pure. */
export function listenerFaultOf(
  { isConnected, hasSession, playout, stream }: Listener,
  speakerFault: SpeakerFault | undefined,
): ListenerFault | undefined {
  if (!isConnected) return 'away';
  if (!hasSession || stream?.isConnected === false) return 'transport-down';
  if (playout !== 'playing') return playout === 'muted' ? 'playout-muted' : 'playout-blocked';
  if (speakerFault === 'off' || speakerFault === 'transport-down') return undefined;
  return streamFaultOf(stream, speakerFault);
}

function streamFaultOf(stream: Listener['stream'], speakerFault: SpeakerFault | undefined): ListenerFault | undefined {
  if (stream === undefined) return 'not-forwarded';
  if (stream.state === 'waiting') return 'not-ready';
  // Who unmutes is let through at once, however many are louder.
  if (stream.state === 'not-loudest') return speakerFault === 'muted' ? undefined : 'not-loudest';
  return speakerFault !== undefined || stream.isSent ? undefined : 'no-packets';
}
