import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import {
  API_PREFIX,
  ask,
  ProducerId,
  RoomCreated,
  SIGNAL_NAMESPACE,
  signalling,
  type Asked,
  type MediaCapabilities,
  type Output,
  type ParticipantId,
  type RoomId,
  type SignallingRequests,
} from '#contracts';
import { newGuest } from '../guest.js';

/** Marks the connection of the host, whose requests the server's process takes the time of. */
export const HOST_MARK = 'x-bench-host';

const MEDIA: MediaCapabilities = {
  rtpCapabilities: {
    codecs: [{ kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 100, clockRate: 48_000, channels: 2 }],
    headerExtensions: [],
  },
  dtlsParameters: {
    role: 'client',
    fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
  },
};

const PARAMETERS: Asked<SignallingRequests, 'media.publish'>['rtpParameters'] = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1_234 }],
  rtcp: { cname: 'bench' },
};

/** Somebody who is in a meeting without sending or receiving media. */
export class Member {
  readonly token: string;
  readonly socket: Socket;

  static async prepare(url: string, extraHeaders: Readonly<Record<string, string>> = {}): Promise<Member> {
    const token = await newGuest(url);
    const options = { transports: ['websocket'], auth: { token }, forceNew: true, extraHeaders };
    const socket = io(`${url}${SIGNAL_NAMESPACE}`, options);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new Member(token, socket);
  }

  private constructor(token: string, socket: Socket) {
    this.token = token;
    this.socket = socket;
  }

  async join(roomId: RoomId, name: string): Promise<ParticipantId> {
    const joined = await this.#ask('meeting.join', { roomId, name, joinKey: randomUUID(), media: MEDIA });
    return joined.participantId;
  }

  async publishMicrophone(): Promise<void> {
    const producerId = ProducerId.parse(randomUUID());
    await this.#ask('media.publish', { producerId, source: 'microphone', rtpParameters: PARAMETERS, isPaused: true });
  }

  async unmute(): Promise<void> {
    await this.#ask('media.setPaused', { source: 'microphone', isPaused: false });
  }

  async mute(participantId: ParticipantId): Promise<void> {
    await this.#ask('host.mute', { participantId });
  }

  #ask<K extends keyof SignallingRequests>(
    name: K,
    input: Asked<SignallingRequests, K>,
  ): Promise<Output<SignallingRequests, K>> {
    return ask(this.socket, { contract: signalling.requests, name, input });
  }
}

export async function newRoom(url: string, token: string): Promise<RoomId> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}${API_PREFIX}/rooms`, { method: 'POST', headers });
  return RoomCreated.parse(await answer.json()).roomId;
}
