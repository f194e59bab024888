import type { ParticipantId, Tile } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificate } from './dtls/certificate.js';
import { summarise, type LoadFigures } from './figures.js';
import type { Feedback } from './media/downlink.js';
import { Metronome } from './media/metronome.js';
import { CAMERA_LAYERS, type LayerProfile } from './media/video-source.js';
import { Participant, type ParticipantOptions } from './participant.js';
import { cpuOf, type PartCpu, type ServingProcess } from './processes.js';
import type { Seat } from './seat.js';
import { total } from './statistics.js';

/** How long one person of a meeting talks before the next does. */
const TURN_MS = 4_000;

/** How cameras send. */
export interface Camera {
  readonly layers: readonly LayerProfile[];
  readonly framesPerSecond: number;
}

const CAMERA: Camera = { layers: CAMERA_LAYERS, framesPerSecond: 30 };

export interface CrowdOptions {
  readonly publishes: { readonly video: boolean; readonly audio: boolean };
  /** In each meeting, the first so many. */
  readonly publisherCount: number;
  readonly talkerCount: number;
  readonly layerCount: number;
  /** As our client sends one, when left out. */
  readonly camera?: Camera;
  readonly feedback: Feedback;
  readonly isVerifying: boolean;
  /** What each page shows; see `ParticipantOptions.layOut`. */
  readonly layOut?: (index: number, ownerIds: readonly ParticipantId[]) => readonly Tile[];
}

/** Everybody of a run. One certificate and one timer serve them all. */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #certificate = makeCertificate();
  readonly #metronome = new Metronome();
  readonly #all: Participant[] = [];

  constructor(options: CrowdOptions) {
    this.#options = options;
  }

  /** Somebody who takes this seat of a meeting when told to. */
  add(seat: Seat, place: { readonly index: number }): Participant {
    const participant = new Participant(this.#optionsFor(seat, place.index));
    this.#all.push(participant);
    return participant;
  }

  /** Lets these join, evenly over this time. */
  async join(participants: readonly Participant[], spreadMs: number): Promise<void> {
    await Promise.all(
      participants.map(async (participant, index) => {
        await sleep((index * spreadMs) / participants.length);
        await participant.join();
      }),
    );
  }

  /** Lets everyone sit there for so long, measures meanwhile, and says what was found since `began`. */
  async stay(stayMs: number, serving: readonly ServingProcess[], began: Moment): Promise<LoadFigures> {
    const steadyFrom = this.moment(serving);
    await sleep(stayMs);
    const now = this.moment(serving);
    const cpu = {
      whole: difference(began.serving, now.serving),
      steady: difference(steadyFrom.serving, now.serving),
      steadyMs: now.atMs - steadyFrom.atMs,
      steadyPacketCount: now.receivedCount - steadyFrom.receivedCount,
      generatorSteadyMs: now.ownCpuMs - steadyFrom.ownCpuMs,
    };
    return summarise(
      this.#all.map((one) => one.figures()),
      cpu,
      now.atMs - began.atMs,
    );
  }

  /** Counters as they are now. */
  moment(serving: readonly ServingProcess[]): Moment {
    const { user, system } = process.cpuUsage();
    return {
      atMs: performance.now(),
      serving: cpuOf(serving),
      ownCpuMs: (user + system) / 1_000,
      receivedCount: total(this.#all.flatMap((one) => one.figures().incoming.map(({ packetCount }) => packetCount))),
    };
  }

  /** Safe to repeat. */
  async leave(): Promise<void> {
    this.#metronome.stop();
    await Promise.all(this.#all.map((one) => one.leave()));
  }

  #optionsFor(seat: Seat, index: number): ParticipantOptions {
    const { publishes, publisherCount, talkerCount, layerCount, feedback, isVerifying } = this.#options;
    const isPublisher = index < publisherCount;
    const { layOut, camera = CAMERA } = this.#options;
    return {
      seat,
      certificate: this.#certificate,
      metronome: this.#metronome,
      feedback,
      isVerifying,
      ...(layOut === undefined ? {} : { layOut: (ownerIds: readonly ParticipantId[]) => layOut(index, ownerIds) }),
      publishes: { video: isPublisher && publishes.video, audio: isPublisher && publishes.audio },
      // Fewer layers leave out the lower ones: one layer is the picture at its full size.
      layers: camera.layers.slice(-layerCount),
      framesPerSecond: camera.framesPerSecond,
      isTalking: (nowMs) => {
        const firstTalker = (Math.floor(nowMs / TURN_MS) * talkerCount) % publisherCount;
        return (index - firstTalker + publisherCount) % publisherCount < talkerCount;
      },
    };
  }
}

export interface Moment {
  readonly atMs: number;
  readonly serving: readonly PartCpu[];
  readonly ownCpuMs: number;
  readonly receivedCount: number;
}

function difference(before: readonly PartCpu[], after: readonly PartCpu[]): PartCpu[] {
  return after.map(({ part, cpuMs }) => ({
    part,
    cpuMs: cpuMs - (before.find((one) => one.part === part)?.cpuMs ?? 0),
  }));
}
