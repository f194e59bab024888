import {
  Access,
  Agenda,
  DisplayName,
  Hands,
  IdentityId,
  MediaSource,
  OwnPermissions,
  ParticipantId,
  Permissions,
  Role,
  SpokenTime,
  Stage,
  Timer,
} from '#contracts';
import { z } from 'zod';

/** What hosts have set, as it outlives the node that owns a meeting. Read back whole or not at all. */
export const MeetingState = z.object({
  version: z.literal(1),
  access: Access,
  permissions: Permissions,
  stage: Stage,
  hands: Hands,
  timers: z.array(Timer),
  agenda: Agenda,
  admitted: z.array(IdentityId),
  mustWait: z.array(IdentityId),
  removed: z.array(IdentityId),
  spoken: z.array(SpokenTime),
  hadHost: z.boolean(),
  seats: z.array(
    z.object({
      participantId: ParticipantId,
      name: DisplayName,
      role: Role,
      isActing: z.boolean(),
      wasLetIn: z.boolean(),
      permissions: OwnPermissions,
      held: z.array(MediaSource),
    }),
  ),
});
export type MeetingState = z.output<typeof MeetingState>;
