import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { IceParameters } from '#contracts';
import type { Certificate } from './dtls/certificate.js';
import { DtlsClient } from './dtls/client.js';
import type { SeatTransport } from './seat.js';
import { isRtcp } from './wire/rtp.js';
import { deriveSessionKeys, openRtcp, protectRtcp, protectRtp, type RtpIndex, type SessionKeys } from './wire/srtp.js';
import { bindingRequest, bindingSuccess, readBindingRequest, readBindingSuccess } from './wire/stun.js';

/** Well within the time after which a media host takes a silent path for lost. Source: RFC 7675 section 5.1. */
const CONSENT_EVERY_MS = 5_000;
const FIRST_CHECK_REPEAT_AFTER_MS = 100;
const CHECKS_MAX_COUNT = 20;
/** A key frame for many viewers, or all that comes while this process is busy, must not be lost for lack of room. */
const SOCKET_BUFFER_BYTES = 2 * 1024 * 1024;

export interface TransportOptions {
  readonly offer: SeatTransport;
  readonly certificate: Certificate;
  /** A packet as it came, still encrypted. `atMs` is on the clock of `performance.now()`. */
  readonly onRtp: (packet: Buffer, atMs: number) => void;
  /** A compound packet, decrypted. */
  readonly onRtcp: (compound: Buffer) => void;
  /** The host ended the connection after it stood. */
  readonly onClosed: () => void;
}

/** One transport as a browser would have it: a socket of its own, ICE as the controlling side, DTLS as client, SRTP. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #socket: Socket;
  readonly #dtls: DtlsClient;
  readonly #tieBreaker = randomBytes(8);
  readonly #fragment: string;
  readonly #checked = Promise.withResolvers<void>();
  #ice: IceParameters;
  #checkTimer: NodeJS.Timeout | undefined;
  #localKeys: SessionKeys | undefined;
  #remoteKeys: SessionKeys | undefined;
  #rtcpIndex = 0;
  #isClosed = false;

  constructor(options: TransportOptions) {
    const { offer, certificate, onClosed } = options;
    this.#options = options;
    this.#ice = offer.iceParameters;
    this.#fragment = offer.own?.usernameFragment ?? randomBytes(4).toString('hex');
    this.#socket = createSocket({
      type: 'udp4',
      recvBufferSize: SOCKET_BUFFER_BYTES,
      sendBufferSize: SOCKET_BUFFER_BYTES,
    });
    this.#dtls = new DtlsClient({
      certificate,
      fingerprints: offer.dtlsParameters.fingerprints,
      send: (datagram) => this.#send(datagram),
      onClosed,
    });
    this.#checked.promise.catch(() => undefined);
  }

  /**
   * Finds the path and shakes hands.
   *
   * @throws {Error} when the host offers no address of this machine, does not answer, or is not who it says it is.
   */
  async open(): Promise<void> {
    const { address, port } = localCandidate(this.#options.offer);
    await new Promise<void>((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.connect(port, address, () => resolve());
    });
    // A worker that died refuses its packets by ICMP; the silence is told by what measures it.
    this.#socket.removeAllListeners('error').on('error', () => undefined);
    this.#socket.on('message', (datagram, from) => this.#receive(datagram, from));
    this.#check(CHECKS_MAX_COUNT);
    await this.#checked.promise;
    const { local, remote } = await this.#dtls.connect();
    this.#localKeys = deriveSessionKeys(local);
    this.#remoteKeys = deriveSessionKeys(remote);
  }

  get isOpen(): boolean {
    return this.#localKeys !== undefined && !this.#isClosed;
  }

  /** What the host encrypts with; for whoever wants to look into a packet. */
  get remoteKeys(): SessionKeys | undefined {
    return this.#remoteKeys;
  }

  /** Does nothing while the transport is not open. Returns what went out. */
  sendRtp(packet: Buffer, at: { readonly headerBytes: number; readonly index: RtpIndex }): Buffer | undefined {
    if (this.#localKeys === undefined) return undefined;
    const datagram = protectRtp(this.#localKeys.rtp, packet, at);
    this.#send(datagram);
    return datagram;
  }

  /** Sends what was protected before. */
  sendDatagram(datagram: Buffer): void {
    this.#send(datagram);
  }

  /** Does nothing while the transport is not open. */
  sendRtcp(compound: Buffer): void {
    if (this.#localKeys === undefined) return;
    this.#send(protectRtcp(this.#localKeys.rtcp, compound, this.#rtcpIndex));
    this.#rtcpIndex += 1;
  }

  /** Goes on with new credentials, on the same path. */
  restartIce(ice: IceParameters): void {
    this.#ice = ice;
    clearTimeout(this.#checkTimer);
    this.#check(CHECKS_MAX_COUNT);
  }

  /** Safe to repeat. */
  close(): void {
    if (this.#isClosed) return;
    this.#dtls.close();
    this.#isClosed = true;
    clearTimeout(this.#checkTimer);
    this.#checked.reject(new Error('The transport was closed.'));
    this.#socket.close();
  }

  #receive(datagram: Buffer, from: RemoteInfo): void {
    const first = datagram[0] ?? 0;
    // Told apart by the first byte. Source: RFC 7983 section 7.
    if (first >= 128) this.#receiveMedia(datagram);
    else if (first >= 20 && first < 64) this.#dtls.receive(datagram);
    else if (first < 4) this.#receiveStun(datagram, from);
  }

  #receiveMedia(packet: Buffer): void {
    if (!isRtcp(packet)) return this.#options.onRtp(packet, performance.now());
    const compound = this.#remoteKeys === undefined ? undefined : openRtcp(this.#remoteKeys.rtcp, packet);
    if (compound !== undefined) this.#options.onRtcp(compound);
  }

  #receiveStun(message: Buffer, { address, port }: RemoteInfo): void {
    const { own } = this.#options.offer;
    const transactionId = own === undefined ? undefined : readBindingRequest(message, own.password);
    if (own !== undefined && transactionId !== undefined)
      return this.#send(bindingSuccess({ transactionId, address, port }, own.password));
    if (readBindingSuccess(message, this.#ice.password) === undefined) return;
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => this.#check(CHECKS_MAX_COUNT), CONSENT_EVERY_MS);
    this.#checked.resolve();
  }

  #check(leftCount: number): void {
    if (leftCount === 0) return this.#checked.reject(new Error('The media host does not answer connectivity checks.'));
    const { usernameFragment, password } = this.#ice;
    const username = `${usernameFragment}:${this.#fragment}`;
    this.#send(bindingRequest({ transactionId: randomBytes(12), username, password, tieBreaker: this.#tieBreaker }));
    this.#checkTimer = setTimeout(() => this.#check(leftCount - 1), FIRST_CHECK_REPEAT_AFTER_MS);
  }

  #send(datagram: Buffer): void {
    if (this.#isClosed) return;
    this.#socket.send(datagram, ignoreOutcome);
  }
}

/** What is lost on the way is counted where it does not arrive. */
function ignoreOutcome(): void {
  return undefined;
}

/**
 * The address of this machine that the host prefers. Load is for one's own machine only, so others are passed over.
 *
 * @throws {Error} when there is none.
 */
function localCandidate({ iceCandidates }: SeatTransport): { readonly address: string; readonly port: number } {
  const own = new Set(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)));
  const usable = iceCandidates.filter(
    ({ protocol, address }) =>
      protocol === 'udp' && (own.has(address) || address.startsWith('127.')) && !address.includes(':'),
  );
  const [best] = usable.toSorted((a, b) => b.priority - a.priority);
  if (best === undefined) throw new Error('The media host offers no UDP address of this machine.');
  return best;
}
