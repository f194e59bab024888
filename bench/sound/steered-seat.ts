import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import {
  ask,
  Refusal,
  SIGNAL_NAMESPACE,
  signalling,
  type Asked,
  type MediaCapabilities,
  type MediaSession,
  type Output,
  type ParticipantId,
  type RoomId,
  type SignallingEvents,
  type SignallingRequests,
} from '#contracts';
import type { Screen } from './screen.js';

/** Between two tries to take the seat again while media is being restarted. */
const TRY_AGAIN_MS = 100;

type Requests = SignallingRequests;
type Joined = Output<Requests, 'meeting.join'>;
type EventName = keyof SignallingEvents;

/** What the media of a seat follows. */
export interface SeatNews {
  readonly onMedia: (session: MediaSession) => void;
  readonly onOpened: (consumers: MediaSession['consumers']) => void;
}

/** Somebody's place in a meeting, with a connection that can be dropped and taken up again, and what their screen says. */
export class SteeredSeat {
  readonly screen: Screen;
  readonly #url: string;
  readonly #roomId: RoomId;
  readonly #token: string;
  readonly #news: SeatNews;
  #socket: Socket | undefined;
  #joined: Pick<Joined, 'participantId' | 'resumeToken'> | undefined;

  constructor(
    place: { readonly url: string; readonly roomId: RoomId; readonly token: string },
    screen: Screen,
    news: SeatNews,
  ) {
    this.#url = place.url;
    this.#roomId = place.roomId;
    this.#token = place.token;
    this.screen = screen;
    this.#news = news;
  }

  get participantId(): ParticipantId {
    if (this.#joined === undefined) throw new Error('Nobody has this seat yet.');
    return this.#joined.participantId;
  }

  async join(media: MediaCapabilities, name: string): Promise<void> {
    await this.#connect();
    const input = { roomId: this.#roomId, name, joinKey: randomUUID(), media };
    this.#take(await this.ask('meeting.join', input));
  }

  /** As a page does whose connection broke: media flows on meanwhile, and what is refused for a moment is tried again. */
  async reconnect(media: MediaCapabilities): Promise<void> {
    const { participantId } = this;
    const resumeToken = this.#joined?.resumeToken ?? '';
    this.#socket?.disconnect();
    await this.#connect();
    const input = { roomId: this.#roomId, participantId, resumeToken, media, hasTransports: true };
    for (;;) {
      try {
        return this.#take(await this.ask('meeting.resume', input));
      } catch (thrown) {
        if (!(thrown instanceof Refusal) || thrown.code !== 'media-unavailable') throw thrown;
        await sleep(TRY_AGAIN_MS);
      }
    }
  }

  ask<K extends keyof Requests>(name: K, input: Asked<Requests, K>): Promise<Output<Requests, K>> {
    if (this.#socket === undefined) throw new Error('There is no connection yet.');
    return ask(this.#socket, { contract: signalling.requests, name, input });
  }

  close(): void {
    this.#socket?.disconnect();
  }

  #take({ participantId, resumeToken, snapshot, media }: Joined): void {
    this.#joined = { participantId, resumeToken };
    this.screen.show(snapshot.participants);
    this.#news.onMedia(media);
  }

  async #connect(): Promise<void> {
    const socket = io(`${this.#url}${SIGNAL_NAMESPACE}`, {
      transports: ['websocket'],
      auth: { token: this.#token },
      query: { room: this.#roomId },
      forceNew: true,
      reconnection: false,
    });
    this.#socket = socket;
    this.#hear(socket, 'participant.joined', ({ participant }) => this.screen.change(participant));
    this.#hear(socket, 'participant.changed', ({ participant }) => this.screen.change(participant));
    this.#hear(socket, 'sources.paused', ({ source, participantIds }) => this.screen.pause(source, participantIds));
    this.#hear(socket, 'media.opened', ({ consumers }) => this.#news.onOpened(consumers));
    this.#hear(socket, 'media.replaced', ({ media }) => this.#news.onMedia(media));
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
  }

  #hear<K extends EventName>(socket: Socket, name: K, listener: (payload: Parsed<K>) => void): void {
    const event: string = name;
    socket.on(event, (raw: unknown) => listener(signalling.events[name].payload.parse(raw) as Parsed<K>));
  }
}

type Parsed<K extends EventName> = ReturnType<SignallingEvents[K]['payload']['parse']>;
