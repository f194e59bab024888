import { Refusal, type MediaControlRequests, type Output, type ProducerId } from '#contracts';
import type { Forwarding } from './forwarding.js';
import type { Room } from './room.js';
import type { Session } from './session.js';

type Audience = Output<MediaControlRequests, 'producer.audience'>;

/**
 * Who receives a stream now, asked of the worker and not of our books.
 *
 * @throws {Refusal} `not-found` when it is not published.
 */
export async function audienceOf(room: Room, producerId: ProducerId): Promise<Audience> {
  const published = room.published(producerId);
  if (published === undefined) throw new Refusal('not-found', 'This stream is not published.');
  const { producer, relayId } = published;
  const open = room.sessions().flatMap((session) => {
    const forwarding = session.subscriptions.of(producerId);
    return forwarding === undefined ? [] : [{ session, forwarding }];
  });
  const [isArriving, ...listeners] = await Promise.all([
    isMoving(() => producer.getStats()),
    ...open.map((one) => listenerOf(one)),
  ]);
  return {
    isConnected: relayId !== undefined || room.ownerOf(published)?.isConnected('send') === true,
    isArriving,
    isLeftOut: !room.voices.isHeard(published),
    listeners,
  };
}

async function listenerOf({ session, forwarding }: { readonly session: Session; readonly forwarding: Forwarding }) {
  return {
    participantId: session.participantId,
    state: forwarding.state,
    isConnected: session.isConnected('recv'),
    isSent: await isMoving(async () => {
      const stats = await forwarding.consumer.getStats();
      return stats.filter(({ type }) => type === 'outbound-rtp');
    }),
  };
}

/** The worker measures over some seconds, so that the few packets of a silent microphone count. */
async function isMoving(stats: () => Promise<readonly { readonly bitrate?: number }[]>): Promise<boolean> {
  try {
    return (await stats()).some(({ bitrate = 0 }) => bitrate > 0);
  } catch {
    return false; // It ended while we asked.
  }
}
