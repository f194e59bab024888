import type { types as mediasoup } from 'mediasoup';
import type { ProducerId } from '#contracts';
import type { Clock, Log } from '#kernel';
import type { Floor } from './floor.js';
import { LoudestFew } from './loudest.js';
import { RelayedVoices } from './relayed-voices.js';
import { LEVEL_THRESHOLD_DBOV, SpeakingMeter, type Speakers } from './speaking.js';
import type { Published } from './stage.js';

type Volumes = readonly mediasoup.AudioLevelObserverVolume[];

export interface VoicesOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** How many microphones are forwarded in a meeting with more. */
  readonly maxCount: number;
  readonly published: ReadonlyMap<ProducerId, Published>;
  readonly floors: () => Iterable<Floor>;
  readonly onSpeakers: (speakers: Speakers) => void;
  /** Who is let through has changed. */
  readonly onChanged: () => void;
}

/** Who of a room is speaking, and whose microphone is forwarded. */
export class Voices {
  readonly #options: VoicesOptions;
  readonly #speaking: SpeakingMeter;
  readonly #loudest: LoudestFew;
  /** Those that are carried to other hosts, and that come in from them. */
  readonly relayed: RelayedVoices;

  constructor(options: VoicesOptions) {
    const { clock, log, maxCount, onSpeakers } = options;
    this.#options = options;
    this.#speaking = new SpeakingMeter(clock, onSpeakers);
    this.#loudest = new LoudestFew({ maxCount, clock, onChanged: () => this.#changed() });
    this.relayed = new RelayedVoices({
      clock,
      log,
      isHeard: (published) => this.isHeard(published),
      onOnset: (published) => this.#begin(published),
    });
  }

  /** False for a microphone that louder ones are forwarded instead of. */
  isHeard({ source, producer }: Published): boolean {
    return source !== 'microphone' || this.#loudest.has(producer.id as ProducerId);
  }

  /** A microphone came in on this floor, and sends or is muted. */
  microphone(floor: Floor, published: Published, isOpen: boolean): void {
    const { producer, participantId } = published;
    floor.measure(published);
    if (isOpen) {
      this.#loudest.open(producer.id as ProducerId);
      return this.listenClosely();
    }
    this.#loudest.shut(producer.id as ProducerId);
    this.#speaking.hush(participantId);
  }

  gone({ producer, participantId }: Published): void {
    this.#loudest.shut(producer.id as ProducerId);
    this.#speaking.hush(participantId);
  }

  hear(volumes: Volumes): void {
    const voices = this.#voicesOf(volumes);
    this.#loudest.hear(voices);
    // Who is on another host is told of by that one.
    const own = voices.filter(({ isOwn }) => isOwn);
    this.#speaking.hear(own.map(({ participantId, levelDbov }) => ({ participantId, levelDbov })));
  }

  /** Measured in between, so that nobody waits to be let through. */
  hearOnset(volumes: Volumes): void {
    this.#loudest.hear(this.#voicesOf(volumes));
  }

  /** Once somebody is left out it matters who begins to speak. Safe to repeat. */
  listenClosely(): void {
    if (this.#loudest.isChoosing) for (const floor of this.#options.floors()) floor.listenClosely();
  }

  /** Nothing is told after it. */
  close(): void {
    this.#speaking.close();
    this.#loudest.close();
  }

  /** Somebody on another host begins to speak, as that one has found. */
  #begin({ producer }: Published): void {
    this.#loudest.hear([{ producerId: producer.id as ProducerId, levelDbov: LEVEL_THRESHOLD_DBOV }]);
  }

  #changed(): void {
    this.relayed.settle();
    this.#options.onChanged();
  }

  #voicesOf(volumes: Volumes) {
    return volumes.flatMap(({ producer, volume }) => {
      const published = this.#options.published.get(producer.id as ProducerId);
      return published === undefined || producer.paused ? [] : [voiceOf(published, volume)];
    });
  }
}

function voiceOf({ producer, participantId, relayId }: Published, volume: number) {
  const levelDbov = Math.max(-127, Math.min(0, Math.round(volume)));
  return { producerId: producer.id as ProducerId, participantId, levelDbov, isOwn: relayId === undefined };
}
