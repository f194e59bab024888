import { randomUUID } from 'node:crypto';
import type { types as mediasoup } from 'mediasoup';
import type { Placement, RouterHome } from '../rooms/stage.js';

export interface DirectPlacement extends Placement {
  /** Transports in the order they were made: for each session its sending one and its receiving one. */
  readonly transports: mediasoup.DirectTransport[];
  /** In the order of the workers they stand for. */
  readonly homes: readonly RouterHome[];
}

/**
 * A real router whose WebRTC transports are direct ones, so that a test sends and sees RTP without a browser. Only what
 * a direct transport lacks is made up: its ICE and DTLS.
 * With several homes a room is spread over them in turn.
 */
export function directPlacement(...homes: readonly RouterHome[]): DirectPlacement {
  const transports: mediasoup.DirectTransport[] = [];
  const wrapped = homes.map((home) => directHome(home, transports));
  return {
    transports,
    homes: wrapped,
    place: (occupied) => {
      const countOn = (home: RouterHome) => occupied.find((one) => one.home === home)?.sessionCount ?? 0;
      const [least] = wrapped.filter(({ isLeaving }) => !isLeaving).toSorted((a, b) => countOn(a) - countOn(b));
      if (least === undefined) throw new Error('a placement needs a home');
      return least;
    },
  };
}

function directHome(home: RouterHome, transports: mediasoup.DirectTransport[]): RouterHome {
  const createRouter: RouterHome['createRouter'] = async (codecs) => {
    const router = await home.createRouter(codecs);
    const make = async () => {
      const transport = await router.createDirectTransport();
      transports.push(transport);
      return Object.defineProperties(transport, {
        iceParameters: { value: { usernameFragment: randomUUID(), password: randomUUID(), iceLite: true } },
        iceCandidates: {
          value: [
            {
              foundation: 'f',
              priority: 1,
              ip: '127.0.0.1',
              address: '127.0.0.1',
              protocol: 'udp',
              port: 9,
              type: 'host',
            },
          ],
        },
        dtlsParameters: { value: { role: 'server', fingerprints: [{ algorithm: 'sha-256', value: 'AB' }] } },
        iceState: { value: 'completed' },
        dtlsState: { value: 'connected' },
        setMaxIncomingBitrate: { value: async () => undefined },
      });
    };
    return Object.defineProperty(router, 'createWebRtcTransport', { value: make });
  };
  const { webRtcServer } = home;
  return {
    createRouter,
    webRtcServer,
    get strainRatio() {
      return home.strainRatio ?? 0;
    },
    get isLeaving() {
      return home.isLeaving;
    },
  };
}
