import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import { Refusal } from '#contracts';
import { SERVER_CONFIG } from '../core/tokens.js';

/** What a server holds open besides its connections: database, Redis, media hosts, logs, files that are read for pages. */
const OTHER_FILES_COUNT = 64;
/** Of all connections, so many may be lasting ones: a page that loads takes a handful more for a moment. */
const LASTING_RATIO = 0.6;

/** How much this process can hold, so that a newcomer too many hears so, rather than everybody's connections failing. */
@Injectable()
export class Capacity {
  /** Connections of every kind that may be open at once. More are closed as they come. */
  readonly connectionsMaxCount: number;
  /** Of those, how many may be pages' sockets. */
  readonly socketsMaxCount: number;

  constructor(@Inject(SERVER_CONFIG) { socketsMaxCount }: ServerConfig) {
    this.connectionsMaxCount = Math.max(1, openFilesMaxCount() - OTHER_FILES_COUNT);
    const fitting = Math.floor(LASTING_RATIO * this.connectionsMaxCount);
    this.socketsMaxCount = Math.max(1, Math.min(fitting, socketsMaxCount ?? fitting));
  }

  /**
   * @param openCount sockets that are open, the newcomer's among them
   * @throws {Refusal} `server-full`.
   */
  demandPlace(openCount: number): void {
    if (openCount > this.socketsMaxCount) throw new Refusal('server-full', 'This server is full.');
  }
}

/** Infinity where the system sets no limit. Node has raised it to the hard limit at its start. */
function openFilesMaxCount(): number {
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}
