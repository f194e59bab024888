import { createReadStream } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import { createWorker, type types } from 'mediasoup';
import { Server } from 'socket.io';

const CODECS: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];

/** A mediasoup router behind a page, with as little between them as can be. */
export class BareServer {
  readonly url: string;
  readonly #worker: types.Worker;
  readonly #io: Server;

  private constructor(worker: types.Worker, io: Server, url: string) {
    this.#worker = worker;
    this.#io = io;
    this.url = url;
  }

  static async start(pageFolder: string, workerBin: string): Promise<BareServer> {
    const worker = await createWorker({ workerBin, logLevel: 'error' });
    const rtcServer = await worker.createWebRtcServer({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] });
    const router = await worker.createRouter({ mediaCodecs: CODECS });
    const http = servePage(pageFolder);
    const io = new Server(http);
    const published: types.Producer[] = [];
    io.on('connection', (socket) => {
      let send: types.WebRtcTransport | undefined;
      const openTransport = () =>
        router.createWebRtcTransport({ webRtcServer: rtcServer, initialAvailableOutgoingBitrate: 2_000_000 });
      socket.on('capabilities', (reply) => reply(router.rtpCapabilities));
      socket.on('produce', async (rtpParameters, reply) => {
        const producer = await send?.produce({ kind: 'video', rtpParameters });
        if (producer !== undefined) published.push(producer);
        reply({ id: producer?.id });
      });
      socket.on('join', async ({ rtpCapabilities, dtlsParameters }, reply) => {
        const [up, down] = await Promise.all([openTransport(), openTransport()]);
        send = up;
        const [producer] = published;
        const [consumer] = await Promise.all([
          producer === undefined ? undefined : down.consume({ producerId: producer.id, rtpCapabilities }),
          up.connect({ dtlsParameters }),
          down.connect({ dtlsParameters }),
        ]);
        reply({
          send: offer(up),
          recv: offer(down),
          consumer: consumer && {
            id: consumer.id,
            producerId: consumer.producerId,
            kind: consumer.kind,
            rtpParameters: consumer.rtpParameters,
          },
        });
      });
    });
    const port = await new Promise<number>((resolve) => {
      http.listen(0, '127.0.0.1', () => resolve((http.address() as { port: number }).port));
    });
    return new BareServer(worker, io, `http://localhost:${port}`);
  }

  async stop(): Promise<void> {
    await this.#io.close();
    this.#worker.close();
  }
}

function offer({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport) {
  return { id, iceParameters, iceCandidates, dtlsParameters };
}

function servePage(folder: string): HttpServer {
  return createServer((request, response) => {
    const isScript = request.url === '/bare-page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    if (!isScript) return void response.end('<!doctype html><script type="module" src="/bare-page.js"></script>');
    createReadStream(join(folder, 'bare-page.js')).pipe(response);
  });
}
