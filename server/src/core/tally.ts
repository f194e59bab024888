import type { RefusalCode } from '#contracts';

export const TALLY = Symbol('Tally');

/** What breaks the protocol, rather than a rule of a meeting. */
export type Violation = 'unreadable' | 'unknown-request' | 'no-acknowledgement' | 'invalid-input' | 'too-many-requests';

/** Where things that happen at the doors are counted. Counting never throws and never waits. */
export interface Tally {
  refused(door: 'socket' | 'rest', code: RefusalCode): void;
  violated(kind: Violation): void;
  socketOpened(): void;
  socketClosed(): void;
  /** `route` is a pattern such as `/api/v1/rooms/:roomId`, never an address somebody made up. */
  answered(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
}
