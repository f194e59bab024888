import type { Handlers, Input, MediaControlRequests, RelayEnd, RelayInventory } from '#contracts';
import { Refusal } from '#contracts';

type Producer = Input<MediaControlRequests, 'producer.open'>;
type Accepted = Input<MediaControlRequests, 'relay.accept'>;

export interface FakeRelay {
  readonly inventory: RelayInventory;
  /** What comes in over it; undefined at the sending end. */
  readonly stream?: Pick<Accepted, 'participantId' | 'source' | 'rtpParameters'>;
  isPaused: boolean;
  isConnected: boolean;
  /** At the sending end: sent on whoever is louder. */
  isKept?: boolean;
}

const END: RelayEnd = {
  address: '127.0.0.1',
  port: 9,
  srtp: { cryptoSuite: 'AEAD_AES_256_GCM', keyBase64: 'A'.repeat(60) },
};

/** What a fake host does about relays: remembers them. */
export function relayRules(host: {
  readonly relays: Map<string, FakeRelay>;
  readonly producer: (producerId: string) => Producer | undefined;
  /** What came in is over. */
  readonly onGone: (producerId: string) => void;
}) {
  const { relays, producer, onGone } = host;
  return {
    'relay.offer': async ({ relayId, producerId, peerId }) => {
      const offered = producer(producerId);
      if (offered === undefined) throw new Refusal('not-found', 'This stream does not come in here.');
      const { isPaused, rtpParameters } = offered;
      const inventory = { relayId, producerId, peerId, direction: 'out' as const };
      relays.set(relayId, { inventory, isPaused, isConnected: false });
      return { end: END, rtpParameters, isPaused };
    },
    'relay.accept': async ({ relayId, producerId, peerId, isPaused, ...stream }) => {
      const inventory = { relayId, producerId, peerId, direction: 'in' as const };
      relays.set(relayId, { inventory, stream, isPaused, isConnected: true });
      return { end: END };
    },
    'relay.connect': async ({ relayId }) => {
      const relay = relays.get(relayId);
      if (relay === undefined) throw new Refusal('not-found', 'There is no such relay.');
      relay.isConnected = true;
      return {};
    },
    'relay.setPaused': async ({ relayId, isPaused }) => {
      const relay = relays.get(relayId);
      if (relay !== undefined) relay.isPaused = isPaused;
      return {};
    },
    'relay.setKept': async ({ relayId, isKept }) => {
      const relay = relays.get(relayId);
      if (relay !== undefined) relay.isKept = isKept;
      return {};
    },
    'relay.close': async ({ relayId }) => {
      const relay = relays.get(relayId);
      relays.delete(relayId);
      if (relay?.stream !== undefined) onGone(relay.inventory.producerId);
      return {};
    },
  } satisfies Partial<Handlers<MediaControlRequests>>;
}
