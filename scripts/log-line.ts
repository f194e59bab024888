// Makes the parts' structured log lines readable in a terminal.

const levels: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
/** The same on every line, or shown otherwise. */
const hidden = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'name', 'v', 'part', 'service']);

/** Lines that are not structured are passed on as they are. */
export function readableLine(line: string): string {
  const entry = parseEntry(line);
  if (entry === undefined) return line;
  const level = typeof entry['level'] === 'number' ? levels[entry['level']] : entry['level'];
  const details = Object.entries(entry)
    .filter(([key]) => !hidden.has(key))
    .map(([key, value]) => `${key}=${inShort(value)}`);
  const stamp = typeof level !== 'string' || level === 'info' ? '' : `${level}: `;
  return [`${stamp}${String(entry['msg'])}`, ...details].join(' ');
}

function parseEntry(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'msg' in value ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function inShort(value: unknown): string {
  if (typeof value === 'string') return /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);
  // An error's stack is worth its lines.
  if (typeof value === 'object' && value !== null && 'stack' in value && typeof value.stack === 'string')
    return value.stack;
  return JSON.stringify(value);
}
