import type { MediaControlEvents, MeetingId, Payload } from '#contracts';
import { Listeners } from '#kernel';

/** Something everybody in a meeting hears of its media. */
export interface MediaFact {
  readonly kind: 'meeting.speaking';
  readonly meetingId: MeetingId;
  readonly speakers: Payload<MediaControlEvents, 'room.speaking'>['speakers'];
}

/** Where the facts of media are told. Synchronous and in order; nobody awaits them. */
export class MediaFacts extends Listeners<MediaFact> {}
