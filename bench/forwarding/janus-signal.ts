import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/*
 * Janus by its public interface over a WebSocket: sessions, handles, and messages to the VideoRoom plugin.
 * Source: janus.conf.meetecho.com/docs/rest.html and /docs/videoroom.html.
 */

const PLUGIN = 'janus.plugin.videoroom';
/** Janus ends a session that it has not heard of for a minute. */
const KEEP_ALIVE_EVERY_MS = 25_000;
const ANSWER_WITHIN_MS = 15_000;

const Description = z.object({ type: z.enum(['offer', 'answer']), sdp: z.string() });
export type Description = z.output<typeof Description>;

const RoomWords = z.object({
  videoroom: z.string().optional(),
  error: z.string().optional(),
  room: z.number().optional(),
  /** Who publishes: everybody in the answer to a join, those who have begun in an event. */
  publishers: z.array(z.object({ id: z.number() })).optional(),
});

const Incoming = z.object({
  janus: z.string(),
  transaction: z.string().optional(),
  sender: z.number().optional(),
  data: z.object({ id: z.number() }).optional(),
  error: z.object({ reason: z.string() }).optional(),
  plugindata: z.object({ data: RoomWords }).optional(),
  jsep: Description.optional(),
});
type Incoming = z.output<typeof Incoming>;

export interface RoomAnswer {
  /** What the plugin calls what it says: `joined`, `attached`, `event` … */
  readonly topic: string | undefined;
  readonly room: number | undefined;
  readonly publisherIds: readonly number[];
  readonly description: Description | undefined;
}

type Waiting = ReturnType<typeof Promise.withResolvers<Incoming>>;

/** One session with Janus over a WebSocket of its own, as a page has one. */
export class JanusSession {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, Waiting>();
  readonly #listeners = new Map<number, (topic: string, said: RoomAnswer) => void>();
  #sessionId: number | undefined;
  #keepAlive: ReturnType<typeof setInterval> | undefined;

  /** @throws {Error} when nobody listens there, or no session is given. */
  static async open(url: string): Promise<JanusSession> {
    const socket = new WebSocket(url, 'janus-protocol');
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error('Janus does not listen.')), { once: true });
    });
    const session = new JanusSession(socket);
    session.#sessionId = (await session.#ask({ janus: 'create' })).data?.id;
    session.#keepAlive = setInterval(() => session.#tell({ janus: 'keepalive' }), KEEP_ALIVE_EVERY_MS);
    return session;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#take(Incoming.parse(JSON.parse(String(data)))));
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Janus has closed the connection.'));
    });
  }

  /**
   * A handle, which is one person's connection to the plugin. `onSaid` hears what is no answer, by the name that Janus has
   * for it: `event`, `webrtcup`, `hangup` …
   *
   * @throws {Error} when it is refused or not answered.
   */
  async attach(onSaid: (topic: string, said: RoomAnswer) => void = () => undefined): Promise<number> {
    const handleId = (await this.#ask({ janus: 'attach', plugin: PLUGIN })).data?.id;
    if (handleId === undefined) throw new Error('Janus gave no handle.');
    this.#listeners.set(handleId, onSaid);
    return handleId;
  }

  /** @throws {Error} when the plugin refuses, or does not answer. */
  async request(handleId: number, body: object, description?: Description): Promise<RoomAnswer> {
    // All candidates are in the description: none are to be awaited.
    const jsep = description === undefined ? {} : { jsep: { ...description, trickle: false } };
    const said = await this.#ask({ janus: 'message', handle_id: handleId, body, ...jsep });
    const refusal = said.plugindata?.data.error;
    if (refusal !== undefined) throw new Error(`Janus refuses: ${refusal}.`);
    return answerOf(said);
  }

  /** Ends the session and all its handles. Safe to repeat. Never rejects. */
  async close(): Promise<void> {
    clearInterval(this.#keepAlive);
    this.#listeners.clear();
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    // Without an answer Janus is gone, and the session with it.
    await this.#ask({ janus: 'destroy' }).catch(() => undefined);
    this.#socket.close();
  }

  #tell(message: object, transaction = randomUUID() as string): void {
    const session = this.#sessionId === undefined ? {} : { session_id: this.#sessionId };
    this.#socket.send(JSON.stringify({ ...message, ...session, transaction }));
  }

  async #ask(message: object): Promise<Incoming> {
    const transaction = randomUUID();
    const waiting = Promise.withResolvers<Incoming>();
    this.#waiting.set(transaction, waiting);
    const timer = setTimeout(() => waiting.reject(new Error('Janus does not answer.')), ANSWER_WITHIN_MS);
    try {
      this.#tell(message, transaction);
      return await waiting.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(transaction);
    }
  }

  #take(said: Incoming): void {
    // The answer proper follows in an event.
    if (said.janus === 'ack') return;
    const waiting = said.transaction === undefined ? undefined : this.#waiting.get(said.transaction);
    if (said.janus === 'error')
      waiting?.reject(new Error(`Janus refuses: ${said.error?.reason ?? 'no reason given'}.`));
    else if (waiting !== undefined) waiting.resolve(said);
    else if (said.sender !== undefined) this.#listeners.get(said.sender)?.(said.janus, answerOf(said));
  }
}

function answerOf({ plugindata, jsep }: Incoming): RoomAnswer {
  const { videoroom, room, publishers = [] } = plugindata?.data ?? {};
  return { topic: videoroom, room, publisherIds: publishers.map(({ id }) => id), description: jsep };
}
