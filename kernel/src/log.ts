/** A structured log line's fields. Ids belong here; user text, tokens and addresses do not. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The part of a logger that our code uses; pino's loggers fit it. */
export interface Log {
  error(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  debug(fields: LogFields, message: string): void;
  child(fields: LogFields): Log;
}

/** Swallows everything. For tests that do not look at logs. */
export const silentLog: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silentLog,
};
