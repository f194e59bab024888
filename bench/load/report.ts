import { cpuMsPerThousandPackets, type LoadFigures } from './figures.js';
import type { PartCpu } from './processes.js';
import { total, type Spread } from './statistics.js';

/** The figures as a person reads them. */
export function describe(figures: LoadFigures): string {
  const { cpu, keyFrameRequests, sent, received } = figures;
  const lines = [
    `joined              ${figures.joinedCount}, failed ${figures.failedCount}`,
    ...figures.failures.map(({ reason, count }) => `  ${count} × ${reason}`),
    row('join answered', figures.answered),
    row('transports up', figures.connected),
    row('first picture', figures.firstPicture, 'per participant, since it asked to join'),
    row('first packet', figures.firstPacket, 'per stream, since it was on offer'),
    row('first key frame', figures.firstKeyFrame, 'per video stream, since it was on offer'),
    `sent                ${traffic(sent)}`,
    `received            ${traffic(received)}`,
    `lost                ${figures.lostCount} packets (ratio ${figures.lostRatio.toFixed(5)}), asked again by the host ${figures.nackedCount}`,
    `streams with nothing ${figures.emptyStreamCount}, of them video ${figures.emptyVideoCount}; forged packets ${figures.forgedPacketCount}, transports replaced ${figures.replacedCount}`,
    `key frames asked    ${keyFrameRequests.count}; per publisher ${spread(keyFrameRequests.perPublisher, 0)}`,
    `                    per second and layer ${spread(keyFrameRequests.perSecondAndLayer, 2)}`,
    ...cpuLines(cpu),
  ];
  return lines.join('\n');
}

function cpuLines({ whole, steady, steadyMs, steadyPacketCount, generatorSteadyMs }: LoadFigures['cpu']): string[] {
  const own = `CPU of this generator ${cores(generatorSteadyMs, steadyMs)}`;
  if (steady.length === 0)
    return ['CPU of the serving side is not known: no process of Parley was found; name them with --pids', own];
  const media = steady.filter(({ part }) => part === 'worker' || part === 'media host');
  return [
    `CPU, steady         ${parts(steady, steadyMs)}; packets forwarded ${steadyPacketCount}`,
    `CPU per 1000 packets ${perThousand(steady, steadyPacketCount)} in all, ${perThousand(media, steadyPacketCount)} media host and workers`,
    `CPU, with the joins ${whole.map(({ part, cpuMs }) => `${part} ${cpuMs} ms`).join(', ')}`,
    own,
  ];
}

function perThousand(parts: readonly PartCpu[], packetCount: number): string {
  const value = cpuMsPerThousandPackets(total(parts.map(({ cpuMs }) => cpuMs)), packetCount);
  return value === undefined ? 'not known' : `${value.toFixed(2)} ms`;
}

function parts(all: readonly PartCpu[], overMs: number): string {
  return all.map(({ part, cpuMs }) => `${part} ${cores(cpuMs, overMs)}`).join(', ');
}

function cores(cpuMs: number, overMs: number): string {
  return `${(cpuMs / overMs).toFixed(2)} cores`;
}

function row(label: string, given: Spread | undefined, note = ''): string {
  return `${label.padEnd(20)}${spread(given, 0, ' ms')}${note === '' ? '' : ` (${note})`}`;
}

function spread(given: Spread | undefined, digits: number, unit = ''): string {
  if (given === undefined) return 'none';
  const show = (value: number) => `${value.toFixed(digits)}${unit}`;
  const { count, p50, p95, p99, max } = given;
  return `p50 ${show(p50)}, p95 ${show(p95)}, p99 ${show(p99)}, max ${show(max)}, of ${count}`;
}

function traffic({ packetCount, byteCount }: LoadFigures['sent']): string {
  return `${packetCount} packets, ${(byteCount / 1e6).toFixed(1)} MB`;
}
