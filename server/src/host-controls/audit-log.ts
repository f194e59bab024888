import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { backoffMs, type Clock, type Log } from '#kernel';
import { CLOCK, LOG } from '../core/tokens.js';
import { MeetingFacts, type ActFact, type MeetingNews } from '../meetings/meeting-fact.js';
import { HOST_ACT_RECORDS, type HostActRecord, type HostActRecords } from './host-act-records.js';

const RETRY = { firstMs: 200, maxMs: 10_000, jitterRatio: 0.3 };
/** Most lines that wait for a database that does not answer. */
const WAITING_MAX_COUNT = 10_000;
const BATCH_MAX_COUNT = 200;

/** Writes down every act of a host, in order, and tries until it is stored. */
@Injectable()
export class AuditLog implements OnModuleInit, OnApplicationShutdown {
  #waiting: HostActRecord[] = [];
  #writing: Promise<void> | undefined;
  #failedCount = 0;
  #cancel: () => void = () => undefined;
  #stop: () => void = () => undefined;

  constructor(
    @Inject(MeetingFacts) private readonly facts: MeetingFacts,
    @Inject(HOST_ACT_RECORDS) private readonly records: HostActRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.#stop = this.facts.listen((news) => {
      if (news.fact.kind === 'host.acted') this.#add(lineOf(news, news.fact));
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop();
    this.#cancel();
    await this.#writing;
    if (this.#waiting.length > 0) await this.#write();
  }

  /** Resolves, and never rejects, once what was to be written so far is written or has failed. */
  async written(): Promise<void> {
    await this.#writing;
  }

  #add(line: HostActRecord): void {
    this.#waiting.push(line);
    if (this.#waiting.length > WAITING_MAX_COUNT) {
      this.#waiting.shift();
      this.log.error({ meetingId: line.meetingId }, 'the audit log cannot be written; its oldest line was dropped');
    }
    this.#start();
  }

  #start(): void {
    this.#cancel();
    this.#writing ??= this.#writeAll();
  }

  /** Never rejects. */
  async #writeAll(): Promise<void> {
    // What happens in this turn of the event loop is written together, once people have been told of it.
    await new Promise<void>((resolve) => void setImmediate(resolve));
    let hasFailed = false;
    while (this.#waiting.length > 0 && !hasFailed) hasFailed = !(await this.#write());
    this.#writing = undefined;
    if (hasFailed) this.#cancel = this.clock.after(backoffMs(RETRY, this.#failedCount), () => this.#start());
  }

  async #write(): Promise<boolean> {
    const batch = this.#waiting.slice(0, BATCH_MAX_COUNT);
    try {
      await this.records.add(batch);
      this.#failedCount = 0;
      const written = new Set(batch);
      this.#waiting = this.#waiting.filter((line) => !written.has(line));
      return true;
    } catch (fault) {
      this.#failedCount += 1;
      this.log.warn({ waitingCount: this.#waiting.length, fault }, 'the audit log could not be written');
      return false;
    }
  }
}

function lineOf({ meetingId, atMs }: MeetingNews, fact: ActFact): HostActRecord {
  const { act, actorId, actorName, targetId, targetName, permission } = fact;
  const detail = fact.detail ?? permission;
  return { actId: randomUUID(), meetingId, atMs, act, actorId, actorName, targetId, targetName, detail };
}
