import { z } from 'zod';
import { event, request } from '../wire.js';
import { AtMs, Seq } from './seq.js';
import { unitsAtMost } from '../text.js';

export const TopicId = z.uuid().brand<'TopicId'>();
export type TopicId = z.output<typeof TopicId>;

export const TOPICS_MAX_COUNT = 50;
export const TOPIC_TITLE_MAX_UNITS = 120;
export const TOPIC_MAX_MS = 8 * 60 * 60 * 1_000;

export const TopicTitle = z
  .string()
  .trim()
  .min(1)
  .max(TOPIC_TITLE_MAX_UNITS)
  .check(unitsAtMost(TOPIC_TITLE_MAX_UNITS))
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u, 'has characters that cannot be shown');

export const Topic = z.strictObject({
  topicId: TopicId,
  title: TopicTitle,
  plannedMs: z.int().min(1_000).max(TOPIC_MAX_MS),
});
export type Topic = z.output<typeof Topic>;

/**
 * A topic is over its time once `spentMs` and what has passed since the current one was taken up exceed `plannedMs`; every
 * screen works that out from the server's clock.
 */
export const Agenda = z.strictObject({
  topics: z
    .array(
      z.strictObject({
        ...Topic.shape,
        /** What was spent on it before it was last taken up. */
        spentMs: z.int().nonnegative(),
      }),
    )
    .max(TOPICS_MAX_COUNT),
  /** The topic of now; absent before the start and after the last one. */
  current: z.strictObject({ topicId: TopicId, sinceMs: AtMs }).exactOptional(),
  /** True when the next topic begins by itself once the time of the current one is up. */
  isAutoAdvancing: z.boolean(),
});
export type Agenda = z.output<typeof Agenda>;

export const agendaRequests = {
  'agenda.set': request({
    about:
      'Replaces the topics. Those that stay keep the time spent on them, and the current one goes on. Hosts and co-hosts only.',
    input: z.strictObject({ topics: z.array(Topic).max(TOPICS_MAX_COUNT), isAutoAdvancing: z.boolean() }),
    isRepeatable: true,
  }),
  'agenda.go': request({
    about:
      'Takes up a topic: the first to start, the one after to go on, the one before to go back; without one the agenda rests. Hosts and co-hosts only.',
    input: z.strictObject({ topicId: TopicId.exactOptional() }),
    isRepeatable: true,
  }),
};

export const agendaEvents = {
  'agenda.changed': event(
    'The topics or the current one changed. Replaces what was known.',
    z.strictObject({ seq: Seq, agenda: Agenda }),
  ),
};
