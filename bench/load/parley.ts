import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import {
  API_PREFIX,
  ask,
  GuestIssued,
  RoomCreated,
  RoomView,
  SIGNAL_NAMESPACE,
  signalling,
  type Asked,
  type ConsumerId,
  type MediaCapabilities,
  type MediaSession,
  type Output,
  type ParticipantId,
  type RoomId,
  type RtpCapabilities,
  type SignallingRequests,
  type Tile,
} from '#contracts';
import type { z } from 'zod';
import type { Publication, Seat, SeatEvents } from './seat.js';

/*
 * Parley by its public interface, as docs/protocol.md describes it: guests and rooms by REST, the rest by Socket.IO.
 */

const REST_DEADLINE_MS = 15_000;
const CONNECT_WITHIN_MS = 15_000;

/** A meeting place, made for this run. */
export interface Room {
  readonly roomId: RoomId;
  readonly routerRtpCapabilities: RtpCapabilities;
}

/** @throws {Error} when the server refuses, or no media host is connected to it. */
export async function createRoom(origin: string): Promise<Room> {
  const token = await newGuest(origin);
  const { roomId } = await rest(origin, { path: '/rooms', method: 'POST', token, answer: RoomCreated });
  const view = await rest(origin, { path: `/rooms/${roomId}`, method: 'GET', token, answer: RoomView });
  if (view.routerRtpCapabilities === undefined) throw new Error('No media host is connected to the server.');
  return { roomId, routerRtpCapabilities: view.routerRtpCapabilities };
}

/** One guest with a socket open, about to join. */
export class ParleySeat implements Seat {
  readonly routerRtpCapabilities: RtpCapabilities;
  participantId: ParticipantId | undefined;
  readonly #roomId: RoomId;
  readonly #name: string;
  readonly #socket: Socket;

  /** Connects before the join, as the page does while the person still looks at the preview. */
  static async prepare(
    origin: string,
    { room, name }: { readonly room: Room; readonly name: string },
  ): Promise<ParleySeat> {
    const token = await newGuest(origin);
    const socket = io(`${origin}${SIGNAL_NAMESPACE}`, {
      transports: ['websocket'],
      auth: { token },
      query: { room: room.roomId },
      forceNew: true,
      reconnection: false,
      timeout: CONNECT_WITHIN_MS,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.disconnect();
        reject(error);
      });
    });
    return new ParleySeat(socket, room, name);
  }

  private constructor(socket: Socket, room: Room, name: string) {
    this.#socket = socket;
    this.#roomId = room.roomId;
    this.#name = name;
    this.routerRtpCapabilities = room.routerRtpCapabilities;
  }

  async join(media: MediaCapabilities, events: SeatEvents): Promise<MediaSession> {
    const { events: known } = signalling;
    this.#socket.on('media.opened', (raw) => events.onOpened(known['media.opened'].payload.parse(raw).consumers));
    this.#socket.on('media.closed', (raw) => events.onClosed(known['media.closed'].payload.parse(raw).consumerIds));
    this.#socket.on('media.replaced', (raw) => events.onReplaced(known['media.replaced'].payload.parse(raw).media));
    this.#socket.on('media.wanted', (raw) => {
      const camera = known['media.wanted'].payload.parse(raw).sources.find(({ source }) => source === 'camera');
      if (camera !== undefined) events.onWanted(camera.isWanted ? camera.maxSpatialLayer + 1 : 0);
    });
    const input = { roomId: this.#roomId, name: this.#name, joinKey: randomUUID(), media };
    const { participantId, media: session } = await this.#ask('meeting.join', input);
    this.participantId = participantId;
    return session;
  }

  async publish({ producerId, source, rtpParameters }: Publication): Promise<void> {
    await this.#ask('media.publish', { producerId, source, rtpParameters, isPaused: false });
  }

  async view(tiles: readonly Tile[]): Promise<void> {
    await this.#ask('media.view', { tiles: [...tiles], pinnedIds: [] });
  }

  async ready(consumerIds: readonly ConsumerId[]): Promise<void> {
    await this.#ask('media.ready', { consumerIds: [...consumerIds] });
  }

  async leave(): Promise<void> {
    if (!this.#socket.connected) return;
    await this.#ask('meeting.leave', {}).catch(() => undefined);
    this.#socket.disconnect();
  }

  #ask<K extends keyof SignallingRequests>(
    name: K,
    input: Asked<SignallingRequests, K>,
  ): Promise<Output<SignallingRequests, K>> {
    return ask(this.#socket, { contract: signalling.requests, name, input });
  }
}

async function newGuest(origin: string): Promise<string> {
  return (await rest(origin, { path: '/guests', method: 'POST', answer: GuestIssued })).token;
}

interface RestRequest<S extends z.ZodType> {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly token?: string;
  readonly answer: S;
}

/** @throws {Error} naming the request and its status when it is not answered as the contract says. */
async function rest<S extends z.ZodType>(
  origin: string,
  { path, method, token, answer }: RestRequest<S>,
): Promise<z.output<S>> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(REST_DEADLINE_MS);
  const response = await fetch(`${origin}${API_PREFIX}${path}`, { method, headers, signal });
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}.`);
  return answer.parse(await response.json());
}
