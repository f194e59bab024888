import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IdentityId, LeaveReason, MeetingId, ParticipantId, Role } from '#contracts';
import { momentMs } from './columns.js';

/** A row of `seats`. */
@Entity({ name: 'seats' })
export class SeatRow {
  @PrimaryColumn({ name: 'participant_id', type: 'uuid' })
  participantId!: ParticipantId;

  @Column({ name: 'meeting_id', type: 'uuid' })
  meetingId!: MeetingId;

  @Column({ name: 'identity_id', type: 'uuid' })
  identityId!: IdentityId;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'role', type: 'text' })
  role!: Role;

  @Column({ name: 'is_guest', type: 'boolean', default: true })
  isGuest!: boolean;

  /** Text, since a `bigint` may be more than a number holds. */
  @Column({ name: 'spoken_ms', type: 'bigint', default: 0 })
  spokenMs!: string;

  @Column({ name: 'joined_at', type: 'timestamptz', precision: 3, transformer: momentMs })
  joinedAtMs!: number;

  @Column({ name: 'left_at', type: 'timestamptz', precision: 3, nullable: true, transformer: momentMs })
  leftAtMs?: number | undefined;

  @Column({ name: 'leave_reason', type: 'text', nullable: true })
  leaveReason?: LeaveReason | null;

  /** SHA-256 of the resume token, in hex; the token itself is stored nowhere. */
  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ name: 'previous_token_hash', type: 'text', nullable: true })
  previousTokenHash?: string | null;
}
