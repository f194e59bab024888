import { randomUUID } from 'node:crypto';
import { ConsumerId, MediaSessionId, MeetingId, ParticipantId, ProducerId } from '#contracts';

/** Fresh ids for tests. */
export const newId = {
  meeting: () => MeetingId.parse(randomUUID()),
  session: () => MediaSessionId.parse(randomUUID()),
  participant: () => ParticipantId.parse(randomUUID()),
  producer: () => ProducerId.parse(randomUUID()),
  consumer: () => ConsumerId.parse(randomUUID()),
};
