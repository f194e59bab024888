import type { types as mediasoup } from 'mediasoup';
import type { ProducerId } from '#contracts';
import { SOCKET_BUFFERS } from '../workers/socket-buffers.js';
import type { Published } from './stage.js';
import { byWorker } from './worker-refusals.js';

/** The workers of one host reach each other here. */
const LISTEN_INFO = { ...SOCKET_BUFFERS, protocol: 'udp', ip: '127.0.0.1' } as const;

interface Pipe {
  readonly opened: Promise<mediasoup.Producer | undefined>;
  userCount: number;
}

/**
 * The streams of other workers that one router has as well: each is carried over once, for the first who receives it
 * here, and no longer than for the last.
 */
export class Pipes {
  readonly #router: mediasoup.Router;
  readonly #pipes = new Map<ProducerId, Pipe>();

  constructor(router: mediasoup.Router) {
    this.#router = router;
  }

  get count(): number {
    return this.#pipes.size;
  }

  /** Resolves with what gives it back; doing that twice is safe. @throws {Refusal} as `Stage.bring`. */
  async bring(published: Published): Promise<() => void> {
    if (published.router === this.#router) return () => undefined;
    const producerId = published.producer.id as ProducerId;
    const pipe = this.#pipes.get(producerId) ?? this.#open(published, producerId);
    pipe.userCount += 1;
    let isHeld = true;
    const giveBack = () => {
      if (!isHeld) return;
      isHeld = false;
      pipe.userCount -= 1;
      if (pipe.userCount === 0) this.#close(producerId, pipe);
    };
    try {
      await pipe.opened;
      return giveBack;
    } catch (thrown) {
      giveBack();
      throw thrown;
    }
  }

  #open({ router, producer }: Published, producerId: ProducerId): Pipe {
    const opened = byWorker(async () => {
      const { pipeProducer } = await router.pipeToRouter({
        producerId: producer.id,
        router: this.#router,
        listenInfo: LISTEN_INFO,
      });
      // It ends with its source, too; the next who wants the stream must not find what is over.
      pipeProducer?.observer.once('close', () => this.#forget(producerId, pipe));
      return pipeProducer;
    });
    const pipe: Pipe = { opened, userCount: 0 };
    this.#pipes.set(producerId, pipe);
    opened.catch(() => this.#forget(producerId, pipe));
    return pipe;
  }

  /** Looked up after the opening: a stream nobody wants any more by then is closed as soon as it is there. */
  #close(producerId: ProducerId, pipe: Pipe): void {
    this.#forget(producerId, pipe);
    pipe.opened.then(
      (pipeProducer) => pipeProducer?.close(),
      () => undefined,
    );
  }

  #forget(producerId: ProducerId, pipe: Pipe): void {
    if (this.#pipes.get(producerId) === pipe) this.#pipes.delete(producerId);
  }
}
