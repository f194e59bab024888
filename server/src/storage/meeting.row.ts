import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MeetingId, RoomId } from '#contracts';
import type { MeetingRecord } from '../meetings/meeting-records.js';
import { momentMs } from './columns.js';

/** A row of `meetings`. */
@Entity({ name: 'meetings' })
export class MeetingRow implements MeetingRecord {
  @PrimaryColumn({ name: 'meeting_id', type: 'uuid' })
  meetingId!: MeetingId;

  @Column({ name: 'room_id', type: 'uuid' })
  roomId!: RoomId;

  @Column({ name: 'run', type: 'integer' })
  run!: number;

  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, transformer: momentMs })
  startedAtMs!: number;

  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true, transformer: momentMs })
  endedAtMs?: number | undefined;
}
