import { Gauge, Histogram, type Registry } from 'prom-client';
import type { MediaFigures } from '../core/tally.js';

/** The media plane for Prometheus. What can be read is read when somebody looks, and not before. */
export class MediaMetrics {
  readonly replaced: Histogram<'reason'>;
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
    this.replaced = new Histogram({
      name: 'parley_media_recovery_seconds',
      help: 'Time from learning of a loss or a move until somebody was given new transports.',
      labelNames: ['reason'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
      registers: [registry],
    });
  }

  watch(read: () => MediaFigures): void {
    this.#gauge('worker_cpu_ratio', 'Share of one core that a media worker used in the last second.', (gauge) => {
      for (const { hostId, cpuRatios } of read().hosts)
        cpuRatios.forEach((ratio, worker) => gauge.set({ host: hostId, worker }, ratio));
    });
    this.#gauge('pipes_count', 'Streams carried from one worker to another.', (gauge) => {
      for (const { hostId, pipeCount } of read().hosts) gauge.set({ host: hostId }, pipeCount);
    });
    this.#gauge('relays_count', 'Streams carried in from other media hosts.', (gauge) => {
      for (const { hostId, relayCount } of read().hosts) gauge.set({ host: hostId }, relayCount);
    });
    this.#gauge('streams_count', 'Streams to viewers, by state: flowing, or why not.', (gauge) => {
      for (const [state, count] of read().flows) gauge.set({ state }, count);
    });
  }

  #gauge(name: string, help: string, fill: (gauge: Gauge<'host' | 'worker' | 'state'>) => void): void {
    const gauge: Gauge<'host' | 'worker' | 'state'> = new Gauge({
      name: `parley_media_${name}`,
      help,
      labelNames: ['host', 'worker', 'state'],
      registers: [],
      collect: () => {
        gauge.reset();
        fill(gauge);
      },
    });
    this.#registry.registerMetric(gauge);
  }
}
