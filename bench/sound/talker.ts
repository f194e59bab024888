import type { MediaCapabilities, MediaSession, ParticipantId, RtpCapabilities, RoomId } from '#contracts';
import type { Certificate } from '../load/dtls/certificate.js';
import { MediaEnd } from '../load/media-end.js';
import type { Metronome } from '../load/media/metronome.js';
import { receiveCapabilities } from '../load/media/rtp-parameters.js';
import type { Reception } from '../load/media/reception.js';
import type { Screen } from './screen.js';
import { SteeredSeat } from './steered-seat.js';

export interface TalkerOptions {
  readonly url: string;
  readonly roomId: RoomId;
  readonly token: string;
  readonly router: RtpCapabilities;
  readonly certificate: Certificate;
  readonly metronome: Metronome;
  readonly screen: Screen;
}

/**
 * Somebody whose client ignores being muted: it sends sound all the time, over real transports, whatever anybody has said.
 * Counts the packets of each person that reach it.
 */
export class Talker {
  readonly seat: SteeredSeat;
  readonly #options: TalkerOptions;
  readonly #heard = new Map<ParticipantId, Reception[]>();
  #sessionId: string | undefined;
  #end: MediaEnd | undefined;
  /** What the person themselves has said last. */
  #isMuted = false;
  #isPublished = false;
  #building: Promise<void> = Promise.resolve();

  constructor(options: TalkerOptions) {
    this.#options = options;
    this.seat = new SteeredSeat(options, options.screen, {
      onMedia: (session) => this.#build(session),
      onOpened: (consumers) => void this.#expect(consumers),
    });
  }

  get participantId(): ParticipantId {
    return this.seat.participantId;
  }

  async join(name: string): Promise<void> {
    await this.seat.join(this.#media(), name);
    await this.settled();
  }

  async reconnect(): Promise<void> {
    await this.seat.reconnect(this.#media());
  }

  /** As the page does: who has no microphone in the meeting publishes one to be heard. @throws {Refusal} */
  async say(isMuted: boolean): Promise<void> {
    if (this.#isPublished) await this.seat.ask('media.setPaused', { source: 'microphone', isPaused: isMuted });
    else if (!isMuted && this.#end !== undefined) await this.#publish(this.#end, false);
    this.#isMuted = isMuted;
  }

  /** How many packets of somebody's sound have come, in all. */
  heardCount(from: ParticipantId): number {
    return (this.#heard.get(from) ?? []).reduce((sum, { packetCount }) => sum + packetCount, 0);
  }

  /** Resolves, and never rejects, once the transports that were offered last stand or are given up. */
  async settled(): Promise<void> {
    await this.#building;
  }

  close(): void {
    this.#end?.close();
    this.seat.close();
  }

  #media(): MediaCapabilities {
    const { router, certificate } = this.#options;
    return {
      rtpCapabilities: receiveCapabilities(router, 'none'),
      dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: certificate.fingerprint }] },
    };
  }

  #build(session: MediaSession): void {
    if (session.sessionId === this.#sessionId) return void this.#expect(session.consumers);
    this.#sessionId = session.sessionId;
    this.#end?.close();
    const { router, certificate, metronome } = this.#options;
    const end = new MediaEnd({
      session,
      router,
      certificate,
      metronome,
      feedback: 'none',
      isVerifying: false,
      layers: [],
      framesPerSecond: 30,
      isTalking: () => true,
    });
    this.#end = end;
    this.#note(end, session.consumers);
    this.#isPublished = false;
    // Refused while it is withheld, or lost with its worker: then others are offered.
    this.#building = Promise.all([end.open(), this.#publish(end, this.#isMuted)]).then(nothing, nothing);
  }

  async #publish(end: MediaEnd, isPaused: boolean): Promise<void> {
    const { publication, begin } = end.microphone();
    await this.seat.ask('media.publish', { ...publication, isPaused });
    if (this.#end !== end) return;
    this.#isPublished = true;
    begin();
  }

  /** Lets streams flow, as every page does. What is gone by then needs nothing. */
  async #expect(consumers: MediaSession['consumers']): Promise<void> {
    if (this.#end === undefined || consumers.length === 0) return;
    this.#note(this.#end, consumers);
    const consumerIds = consumers.map(({ consumerId }) => consumerId);
    await this.seat.ask('media.ready', { consumerIds }).catch(() => undefined);
  }

  #note(end: MediaEnd, consumers: MediaSession['consumers']): void {
    for (const offer of consumers) {
      const before = new Set(end.incoming);
      end.expect([offer], performance.now());
      const added = end.incoming.filter((one) => !before.has(one)).map(({ reception }) => reception);
      this.#heard.set(offer.participantId, [...(this.#heard.get(offer.participantId) ?? []), ...added]);
    }
  }
}

function nothing(): void {
  // Whatever came of it is seen by what is heard.
}
