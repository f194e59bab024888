import type { types as mediasoup } from 'mediasoup';
import type { ConsumerId, MediaSource, RtpParameters, Tuning } from '#contracts';
import type { roomHandlers } from '../rooms/handlers.js';
import { publishWish, sessionWish } from './browser.js';
import type { DirectPlacement } from './direct.js';
import { newId } from './ids.js';
import { rtpPacket } from './rtp-packet.js';

/* People who send and receive real packets through real workers, without a browser. */

export interface FlowTools {
  readonly direct: DirectPlacement;
  readonly ask: ReturnType<typeof roomHandlers>;
}

type Meeting = ReturnType<typeof newId.meeting>;

export interface Talk {
  readonly source: MediaSource;
  readonly rtpParameters: RtpParameters;
  readonly meetingId?: Meeting;
}

/** Publishes a source; `send` sends one packet of it, on one of its encodings, as loud as told. */
export async function publishDirect({ direct, ask }: FlowTools, { source, rtpParameters, meetingId }: Talk) {
  const wish = sessionWish(meetingId === undefined ? {} : { meetingId });
  await ask['session.open'](wish);
  const transport = given(direct.transports.at(-2));
  const made = new Promise<mediasoup.Producer>((resolve) => transport.observer.once('newproducer', resolve));
  const stream = publishWish(wish, { source, rtpParameters });
  await ask['producer.open'](stream);
  const producer = await made;
  const sequences = new Map<number, number>();
  const send = (payload: Buffer, { levelDbov, layer = 0 }: { levelDbov?: number; layer?: number } = {}) => {
    const sequence = (sequences.get(layer) ?? 0) + 1;
    sequences.set(layer, sequence);
    const { ssrc = 0 } = given(rtpParameters.encodings[layer]);
    const { payloadType, clockRate } = given(rtpParameters.codecs[0]);
    const timestamp = (sequence * clockRate) / 50;
    const loudness = levelDbov === undefined ? {} : { levelDbov };
    producer.send(rtpPacket({ ssrc, payloadType, sequence, timestamp, payload, ...loudness }));
  };
  return { wish, stream, producer, send };
}

/** Receives one stream, as tuned; paused until `resume`. */
export async function viewDirect(
  { direct, ask }: FlowTools,
  at: { readonly meetingId: Meeting; readonly producerId: ReturnType<typeof newId.producer>; readonly tuning?: Tuning },
) {
  const wish = sessionWish({ meetingId: at.meetingId });
  await ask['session.open'](wish);
  const transport = given(direct.transports.at(-1));
  const made = new Promise<mediasoup.Consumer>((resolve) => transport.observer.once('newconsumer', resolve));
  const consumerId: ConsumerId = newId.consumer();
  const tuned = at.tuning === undefined ? {} : { tuning: at.tuning };
  await ask['consumer.open']({ ...wish, consumers: [{ consumerId, producerId: at.producerId, ...tuned }] });
  const consumer = await made;
  const packets: Buffer[] = [];
  consumer.on('rtp', (packet) => packets.push(packet));
  return {
    wish,
    consumerId,
    consumer,
    packets,
    resume: () => ask['consumer.resume']({ ...wish, consumerIds: [consumerId] }),
    tune: (tuning: Tuning) => ask['consumer.tune']({ ...wish, consumers: [{ consumerId, tuning }] }),
    close: () => ask['consumer.close']({ ...wish, consumerIds: [consumerId] }),
  };
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a test needs what is not there');
  return value;
}
