import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { Log } from '#kernel';

/** The process's log: one JSON object per line on standard output. */
export function openLog(level: 'debug' | 'info' | 'warn' | 'error'): Log {
  return pino({
    level,
    base: {},
    formatters: { level: (name) => ({ level: name }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { fault: pino.stdSerializers.err },
    redact: ['token', '*.token', 'resumeToken', '*.resumeToken', 'headers', 'authorization'],
  });
}

/** Lets Nest write to our log. Its lines about modules and routes are of interest only when debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly log_: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.log_.debug(context(rest), text(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.log_.error({ ...context(rest), ...(message instanceof Error && { fault: message }) }, text(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.log_.warn(context(rest), text(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.log_.debug(context(rest), text(message));
  }
}

function context(rest: readonly unknown[]): { context?: unknown } {
  const last = rest.at(-1);
  return last === undefined ? {} : { context: last };
}

function text(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : (JSON.stringify(message) ?? String(message));
}
