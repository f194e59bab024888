import type { HostAct, MeetingId } from '#contracts';

export const HOST_ACT_RECORDS = Symbol('HostActRecords');

/** A line of the audit log. */
export interface HostActRecord {
  /** So that a line whose confirmation was lost is not written twice. */
  readonly actId: string;
  readonly meetingId: MeetingId;
  readonly atMs: number;
  readonly act: HostAct;
  readonly actorId?: string | undefined;
  readonly actorName?: string | undefined;
  readonly targetId?: string | undefined;
  readonly targetName?: string | undefined;
  readonly detail?: string | undefined;
}

/** Lines are only ever added. */
export interface HostActRecords {
  /** All or none, in this order. Safe to repeat. */
  add(acts: readonly HostActRecord[]): Promise<void>;
  /** In the order they were added. */
  of(meetingId: MeetingId, maxCount: number): Promise<readonly HostActRecord[]>;
}
