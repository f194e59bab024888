import type { Session } from './session.js';

/** Capabilities are some kilobytes, and the same for all who have the same browser. */
export function inventoryOf(all: readonly Session[]) {
  const texts = all.map(({ rtpCapabilities }) => JSON.stringify(rtpCapabilities));
  const kinds = [...new Set(texts)];
  const capabilities = kinds.flatMap((kind) => all[texts.indexOf(kind)]?.rtpCapabilities ?? []);
  const sessions = all.map((session, index) => session.inventory(kinds.indexOf(texts[index] ?? '')));
  return { sessions, capabilities };
}
