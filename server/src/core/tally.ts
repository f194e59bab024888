import type { FlowState, HostId, RefusalCode, SignallingRequests } from '#contracts';

export const TALLY = Symbol('Tally');

/** What breaks the protocol, rather than a rule of a meeting. */
export type Violation = 'unreadable' | 'unknown-request' | 'no-acknowledgement' | 'invalid-input' | 'too-many-requests';

/** Why somebody is given new transports without having asked. */
export type LossReason = 'worker-died' | 'transport-failed' | 'orphaned' | 'host-gone' | 'missing' | 'moved';

/** How the media of this node stands at one moment. */
export interface MediaFigures {
  readonly hosts: readonly {
    readonly hostId: HostId;
    /** One per worker, as a share of a core. */
    readonly cpuRatios: readonly number[];
    readonly pipeCount: number;
    readonly relayCount: number;
  }[];
  /** Streams by how they reach their viewers, as far as that was reported. */
  readonly flows: ReadonlyMap<FlowState, number>;
}

/** The meetings that this node owns at one moment. */
export interface MeetingFigures {
  readonly meetingCount: number;
  /** Seats whose connection is lost are among them. */
  readonly peopleCount: number;
}

/** Where things that happen at the doors are counted. Counting never throws and never waits. */
export interface Tally {
  refused(door: 'socket' | 'rest', code: RefusalCode): void;
  violated(kind: Violation): void;
  /** A request of the signalling contract is being served; call what is returned when it is answered. */
  serving(request: keyof SignallingRequests): () => void;
  socketOpened(): void;
  socketClosed(): void;
  /** `route` is a pattern such as `/api/v1/rooms/:roomId`, never an address somebody made up. */
  answered(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
  /** Somebody was given new transports, so long after their loss was learnt of. */
  mediaReplaced(replaced: { readonly reason: LossReason; readonly durationMs: number }): void;
  /** `read` is called whenever somebody looks at the figures. */
  watchMedia(read: () => MediaFigures): void;
  /** The same for meetings. */
  watchMeetings(read: () => MeetingFigures): void;
}
