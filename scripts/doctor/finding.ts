// What the doctor says about one thing.

export interface Finding {
  readonly level: 'ok' | 'warning' | 'fault';
  /** What it is about. */
  readonly topic: string;
  readonly text: string;
  /** How to mend it. */
  readonly remedy?: string;
}

export function ok(topic: string, text: string): Finding {
  return { level: 'ok', topic, text };
}

export function warning(topic: string, text: string, remedy: string): Finding {
  return { level: 'warning', topic, text, remedy };
}

export function fault(topic: string, text: string, remedy: string): Finding {
  return { level: 'fault', topic, text, remedy };
}

/** Errors of commands and libraries run over many lines; the first says what happened. */
export function firstLine(error: unknown): string {
  const text =
    error instanceof AggregateError ? String(error.errors[0]) : error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0] ?? '';
}
