import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RefusalCode, SignallingRequests } from '#contracts';
import type { Tally, Violation } from '../core/tally.js';
import { MediaMetrics } from './media-metrics.js';

/** Counts for Prometheus. Labels come from closed lists or route patterns, so that nobody can grow them from outside. */
@Injectable()
export class PromTally implements Tally {
  readonly registry = new Registry();
  readonly #refusals = new Counter({
    name: 'parley_refusals_total',
    help: 'Requests answered with a refusal.',
    labelNames: ['door', 'code'],
    registers: [this.registry],
  });
  readonly #violations = new Counter({
    name: 'parley_protocol_violations_total',
    help: 'Messages that broke the protocol.',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  readonly #sockets = new Gauge({
    name: 'parley_sockets_open_count',
    help: 'Browsers connected now.',
    registers: [this.registry],
  });
  readonly #requests = new Histogram({
    name: 'parley_signalling_request_duration_seconds',
    help: 'Time from a request over a socket to its answer, by request.',
    labelNames: ['request'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });
  readonly #http = new Histogram({
    name: 'parley_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });

  readonly #media = new MediaMetrics(this.registry);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  refused(door: 'socket' | 'rest', code: RefusalCode): void {
    this.#refusals.inc({ door, code });
  }

  violated(kind: Violation): void {
    this.#violations.inc({ kind });
  }

  serving(request: keyof SignallingRequests): () => void {
    return this.#requests.startTimer({ request });
  }

  socketOpened(): void {
    this.#sockets.inc();
  }

  socketClosed(): void {
    this.#sockets.dec();
  }

  answered({ method, route, status, durationMs }: Parameters<Tally['answered']>[0]): void {
    this.#http.observe({ method, route, status }, durationMs / 1_000);
  }

  mediaReplaced({ reason, durationMs }: Parameters<Tally['mediaReplaced']>[0]): void {
    this.#media.replaced.observe({ reason }, durationMs / 1_000);
  }

  watchMedia(read: Parameters<Tally['watchMedia']>[0]): void {
    this.#media.watch(read);
  }

  watchMeetings(read: Parameters<Tally['watchMeetings']>[0]): void {
    this.#gauge('parley_meetings_open_count', 'Meetings that this node owns now.', () => read().meetingCount);
    this.#gauge('parley_people_count', 'People with a seat in the meetings of this node.', () => read().peopleCount);
  }

  /** Read when somebody looks, and not before. */
  #gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [], collect: () => gauge.set(read()) });
    this.registry.registerMetric(gauge);
  }
}
