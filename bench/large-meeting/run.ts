/*
 * A meeting of fifty of whom each page shows nine: what each viewer is sent over what those nine tiles need, and what each
 * publisher sends over the layers in use. Once with nine tiles alike, once with one large one. Prints figures, asserts none.
 *
 * What is measured are ratios of bytes, which do not depend on how large pictures are. So cameras send a tenth of what a browser's
 * does, in the same three sizes and with ten pictures a second: fifty people, their media host and their server then fit on two
 * cores. That they do is looked at: nobody may have been moved, nothing may have been shed, hardly anything may have been lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParticipantId, Tile } from '#contracts';
import { parley, seated } from '../forwarding/subject.js';
import { Crowd } from '../load/crowd.js';
import { CAMERA_LAYERS } from '../load/media/video-source.js';
import { cpuOf } from '../load/processes.js';
import type { Participant, ParticipantFigures } from '../load/participant.js';
import { isDefined, spreadOf, total } from '../load/statistics.js';
import { workerBinFor } from '../load/worker-bin.js';

const PEOPLE_COUNT = 50;
const TILE_COUNT = 9;
const TALKER_COUNT = 2;
const JOIN_SPREAD_MS = 5_000;
/** Until bandwidth is estimated, and until layers that nobody watches are switched off, which takes five seconds. */
const SETTLE_MS = 10_000;
const MEASURED_MS = 10_000;
/** Of bitrates and of pictures as a browser sends them. */
const CAMERA = {
  layers: CAMERA_LAYERS.map((layer) => ({ ...layer, bitrateBps: layer.bitrateBps / 10 })),
  framesPerSecond: 10,
};
/** More is a machine that does not keep up. */
const LOST_MAX_RATIO = 0.001;

type Layout = 'grid' | 'speaker';
/** On a page of 1280 by 720. */
const TILES = {
  grid: { widthPx: 424, heightPx: 238 },
  large: { widthPx: 1_060, heightPx: 596 },
  strip: { widthPx: 192, heightPx: 108 },
} as const;
/** The layer each needs: the smallest whose width, stretched by a quarter at most, fills the tile. */
const LAYERS = { grid: 1, large: 2, strip: 0 } as const;

const workerBin = workerBinFor('large-meeting');
const subject = await parley(workerBin);
try {
  for (const layout of ['grid', 'speaker'] as const) await measure(layout);
} finally {
  await subject.stop();
}

async function measure(layout: Layout): Promise<void> {
  /** Whom each page shows, by the owners' places in this list. */
  const shown = new Map<number, readonly ParticipantId[]>();
  const crowd = new Crowd({
    publishes: { video: true, audio: true },
    publisherCount: PEOPLE_COUNT,
    talkerCount: TALKER_COUNT,
    layerCount: 3,
    camera: CAMERA,
    feedback: 'transport-cc',
    isVerifying: false,
    layOut: (index, ownerIds) => {
      const chosen = chosenBy(index, ownerIds, layout);
      shown.set(index, chosen);
      return tilesOf(ownerIds, chosen, layout);
    },
  });
  try {
    const everyone = await seated(crowd, subject, PEOPLE_COUNT);
    await crowd.join(everyone, JOIN_SPREAD_MS);
    await sleep(SETTLE_MS);
    const [before, cpuBefore] = [everyone.map((one) => one.figures()), cpuOf(subject.serving())];
    await sleep(MEASURED_MS);
    const after = everyone.map((one) => one.figures());
    const cpu = cpuOf(subject.serving()).map(({ part, cpuMs }, at) => {
      return `${part} ${((cpuMs - (cpuBefore[at]?.cpuMs ?? 0)) / MEASURED_MS).toFixed(2)} cores`;
    });
    const movedCount = total(after.map(({ replacedCount }) => replacedCount));
    if (movedCount > 0)
      throw new Error(`${movedCount} people were given new transports: a worker died, or this machine is too busy.`);
    requireLittleLoss(after, before);
    report({ layout, shown, before, after, everyone });
    console.log(`  serving            ${cpu.join(', ')}`);
  } finally {
    await crowd.leave();
  }
}

function requireLittleLoss(after: readonly ParticipantFigures[], before: readonly ParticipantFigures[]): void {
  const count = (all: readonly ParticipantFigures[], what: 'lostCount' | 'packetCount') =>
    total(all.flatMap(({ incoming }) => incoming.map((one) => one[what])));
  const lostRatio = (count(after, 'lostCount') - count(before, 'lostCount')) / count(after, 'packetCount');
  console.log(`lost ${lostRatio.toFixed(5)} of all packets`);
  if (lostRatio > LOST_MAX_RATIO) throw new Error('Too much was lost for what was received to say anything.');
}

/** Pages differ in whom they show, as they do once people have paged about; with a speaker, all show that one large. */
function chosenBy(index: number, ownerIds: readonly ParticipantId[], layout: Layout): readonly ParticipantId[] {
  const sorted = ownerIds.toSorted();
  const from = layout === 'grid' ? (index * 7) % Math.max(1, sorted.length) : 0;
  const rotated = [...sorted.slice(from), ...sorted.slice(0, from)];
  return rotated.slice(0, TILE_COUNT);
}

function tilesOf(ownerIds: readonly ParticipantId[], chosen: readonly ParticipantId[], layout: Layout): Tile[] {
  return ownerIds.map((participantId) => {
    const at = chosen.indexOf(participantId);
    const size = at === -1 ? { widthPx: 0, heightPx: 0 } : TILES[kindOf(at, layout)];
    return { participantId, source: 'camera', ...size, isVisible: at !== -1 };
  });
}

function kindOf(at: number, layout: Layout): keyof typeof TILES {
  return layout === 'grid' ? 'grid' : at === 0 ? 'large' : 'strip';
}

interface Measured {
  readonly layout: Layout;
  readonly shown: ReadonlyMap<number, readonly ParticipantId[]>;
  readonly before: readonly ParticipantFigures[];
  readonly after: readonly ParticipantFigures[];
  readonly everyone: readonly Participant[];
}

function report({ layout, shown, before, after, everyone }: Measured): void {
  const sent = after.map((figures, at) => sentByLayer(figures, before[at]));
  const indexOf = new Map(everyone.map((participant, index) => [participant.participantId, index]));
  /** The top layer in which anybody shows somebody. */
  const top = new Map<number, number>();
  const ratios = everyone.map((_, viewer) => {
    const needed = (shown.get(viewer) ?? []).map((ownerId, at) => {
      const owner = indexOf.get(ownerId) ?? -1;
      const layer = LAYERS[kindOf(at, layout)];
      top.set(owner, Math.max(layer, top.get(owner) ?? 0));
      return sent[owner]?.[layer] ?? 0;
    });
    return videoBytes(after[viewer], before[viewer]) / total(needed);
  });
  const uploads = sent.flatMap((layers, owner) => {
    const inUse = total(layers.slice(0, (top.get(owner) ?? -1) + 1));
    return inUse === 0 ? [] : [total(layers) / inUse];
  });
  const unwatched = sent.filter((_, owner) => !top.has(owner)).map((layers) => total(layers));
  console.log(
    [
      `meeting of ${PEOPLE_COUNT}, ${TILE_COUNT} tiles each, ${layout}:`,
      `  video received over what the tiles need   ${row(ratios)} (goal at most 1.1)`,
      `  video sent over the layers up to the top one in use   ${row(uploads)} (goal at most 1.1)`,
      `  sent by those nobody shows   ${unwatched.length} people, ${(total(unwatched) / 1_000).toFixed(0)} kB in all`,
      `  received per viewer   ${row(after.map((figures, at) => (allBytes(figures, before[at]) * 8) / MEASURED_MS))} kbit/s`,
    ].join('\n'),
  );
}

function sentByLayer(after: ParticipantFigures, before: ParticipantFigures | undefined): number[] {
  return after.media.layers.map(({ sentBytes }, at) => sentBytes - (before?.media.layers[at]?.sentBytes ?? 0));
}

function videoBytes(after: ParticipantFigures | undefined, before: ParticipantFigures | undefined): number {
  const count = (figures: ParticipantFigures | undefined) =>
    total((figures?.incoming ?? []).filter(({ kind }) => kind === 'video').map(({ byteCount }) => byteCount));
  return count(after) - count(before);
}

function allBytes(after: ParticipantFigures, before: ParticipantFigures | undefined): number {
  const count = (figures: ParticipantFigures) => total(figures.incoming.map(({ byteCount }) => byteCount));
  return count(after) - (before === undefined ? 0 : count(before));
}

function row(values: readonly number[]): string {
  const spread = spreadOf(values.filter((value) => isDefined(value) && Number.isFinite(value)));
  if (spread === undefined) return 'none';
  return `p50 ${spread.p50.toFixed(2)}, p95 ${spread.p95.toFixed(2)}, max ${spread.max.toFixed(2)}`;
}
