import { createECDH, createHash, randomBytes, sign, verify, X509Certificate, type ECDH } from 'node:crypto';
import { MASTER_KEY_BYTES, MASTER_SALT_BYTES, type MasterKey } from '../wire/srtp.js';
import { fingerprintOf, type Certificate } from './certificate.js';
import { HANDSHAKE, Reassembly, writeHandshake, type HandshakeMessage } from './handshake.js';
import {
  clientHello,
  ECDSA_P256_SHA256,
  NAMED_CURVE_P256,
  readCookie,
  readServerHello,
  uint16,
  type ServerHello,
} from './hello.js';
import { prf } from './prf.js';
import { CONTENT, openRecord, readRecords, sealRecord, writeRecord, type Record, type RecordKeys } from './record.js';

/*
 * The client's side of DTLS 1.2, as far as WebRTC needs it: one full handshake with certificates on both sides, whose
 * product is the SRTP keys. Sources: RFC 6347, RFC 5246, RFC 5764, RFC 8422.
 */

const MASTER_SECRET_BYTES = 48;
const FINISHED_BYTES = 12;
/** Browsers begin with 50 ms rather than the standard's second (libwebrtc, OpenSSLStreamAdapter); the doubling is RFC 6347's. */
const FIRST_REPEAT_AFTER_MS = 100;
const REPEAT_AFTER_MAX_MS = 1_000;
const REPEATS_MAX_COUNT = 12;

export interface DtlsClientOptions {
  readonly certificate: Certificate;
  /** Of the server's certificate, from signalling; one of them must match. */
  readonly fingerprints: readonly { readonly algorithm: string; readonly value: string }[];
  readonly send: (datagram: Buffer) => void;
  /** The server ended the connection after it stood. */
  readonly onClosed: () => void;
}

export interface SrtpKeys {
  readonly local: MasterKey;
  readonly remote: MasterKey;
}

type Outgoing = Pick<Record, 'contentType' | 'epoch' | 'fragment'>;

/** What the server has told so far, in the order it tells it. */
interface ServerWords {
  hello?: ServerHello;
  certificate?: Buffer;
  publicPoint?: Buffer;
}

/** What both sides have once their keys are agreed on. */
interface Agreed {
  readonly masterSecret: Buffer;
  readonly serverRandom: Buffer;
  readonly local: RecordKeys;
  readonly remote: RecordKeys;
}

export class DtlsClient {
  readonly #options: DtlsClientOptions;
  readonly #random = randomBytes(32);
  readonly #ecdh: ECDH = createECDH('prime256v1');
  readonly #reassembly = new Reassembly();
  readonly #words: ServerWords = {};
  readonly #settled = Promise.withResolvers<SrtpKeys>();
  /** Everything said in the handshake, as both sides hash it. */
  #transcript: Buffer[] = [];
  #flight: Outgoing[] = [];
  #nextMessage = 0;
  readonly #nextRecord = [0, 0];
  #agreed: Agreed | undefined;
  #repeatTimer: NodeJS.Timeout | undefined;
  #state: 'new' | 'shaking' | 'connected' | 'ended' = 'new';

  constructor(options: DtlsClientOptions) {
    this.#options = options;
    // Whoever waits hears of a failure; with nobody waiting it must not count as unhandled.
    this.#settled.promise.catch(() => undefined);
  }

  /**
   * Shakes hands. Call once, when datagrams can flow.
   *
   * @throws {Error} when the server is silent, does not prove its fingerprint, or refuses us.
   */
  connect(): Promise<SrtpKeys> {
    this.#state = 'shaking';
    this.#sendHello(Buffer.alloc(0));
    return this.#settled.promise;
  }

  /** Takes a datagram that came. Never throws. */
  receive(datagram: Buffer): void {
    if (this.#state === 'new' || this.#state === 'ended') return;
    try {
      for (const record of readRecords(datagram)) this.#takeRecord(record);
    } catch (thrown) {
      this.#end(thrown as Error);
    }
  }

  /** Safe to repeat. Says goodbye to the server when the connection stands. */
  close(): void {
    const wasConnected = this.#state === 'connected';
    if (wasConnected) this.#transmit([{ contentType: CONTENT.alert, epoch: 1, fragment: Buffer.from([1, 0]) }]);
    this.#end(new Error('DTLS was closed.'));
  }

  #takeRecord(record: Record): void {
    if (record.epoch === 1) {
      if (this.#agreed === undefined) return;
      return this.#takeContent(record.contentType, openRecord(record, this.#agreed.remote));
    }
    // Nothing unencrypted counts once the keys are there, except the server's repeated flight, which changes nothing.
    this.#takeContent(record.contentType, record.fragment);
  }

  #takeContent(contentType: number, content: Buffer): void {
    if (contentType === CONTENT.alert) return this.#takeAlert(content);
    if (contentType !== CONTENT.handshake) return;
    for (const message of this.#reassembly.take(content)) this.#takeMessage(message);
  }

  #takeAlert(content: Buffer): void {
    const [level, description] = content;
    if (description !== 0 && level !== 2) return;
    this.#end(new Error(`The server ended DTLS with alert ${description}.`));
  }

  #takeMessage(message: HandshakeMessage): void {
    const { type, body } = message;
    if (type === HANDSHAKE.helloVerifyRequest) {
      this.#transcript = [];
      return this.#sendHello(readCookie(body));
    }
    if (type === HANDSHAKE.finished) this.#checkFinished(body);
    this.#transcript.push(writeHandshake(message));
    if (type === HANDSHAKE.serverHello) this.#words.hello = readServerHello(body);
    else if (type === HANDSHAKE.certificate) this.#words.certificate = this.#checkCertificate(body);
    else if (type === HANDSHAKE.serverKeyExchange) this.#words.publicPoint = this.#checkKeyExchange(body);
    else if (type === HANDSHAKE.serverHelloDone) this.#answer();
    else if (type === HANDSHAKE.finished) this.#succeed();
  }

  #sendHello(cookie: Buffer): void {
    this.#sendFlight([this.#say(HANDSHAKE.clientHello, clientHello(this.#random, cookie))]);
  }

  /** @throws {Error} when its fingerprint is not the one of the signalling. */
  #checkCertificate(body: Buffer): Buffer {
    const certificate = body.subarray(6, 6 + body.readUIntBE(3, 3));
    const isKnown = this.#options.fingerprints.some(
      ({ algorithm, value }) => fingerprintOf(certificate, algorithm) === value.toUpperCase(),
    );
    if (!isKnown) throw new Error('The certificate of the server is not the one that was announced.');
    return certificate;
  }

  /** @throws {Error} when the key is not signed by the certificate. */
  #checkKeyExchange(body: Buffer): Buffer {
    const { hello, certificate } = this.#words;
    if (hello === undefined || certificate === undefined) throw new Error('The server sent its key too early.');
    if (body.readUInt8(0) !== 3 || body.readUInt16BE(1) !== NAMED_CURVE_P256)
      throw new Error('The server chose another curve.');
    const pointEnd = 4 + body.readUInt8(3);
    if (body.readUInt16BE(pointEnd) !== ECDSA_P256_SHA256) throw new Error('The server signs in another way.');
    const signature = body.subarray(pointEnd + 4, pointEnd + 4 + body.readUInt16BE(pointEnd + 2));
    const signed = Buffer.concat([this.#random, hello.random, body.subarray(0, pointEnd)]);
    if (!verify('sha256', signed, new X509Certificate(certificate).publicKey, signature)) {
      throw new Error('The key of the server is not signed by its certificate.');
    }
    return body.subarray(4, pointEnd);
  }

  #answer(): void {
    const { certificate } = this.#options;
    const certificates = Buffer.concat([uint24(certificate.der.length), certificate.der]);
    const own = this.#say(HANDSHAKE.certificate, Buffer.concat([uint24(certificates.length), certificates]));
    const point = this.#ecdh.generateKeys();
    const exchange = this.#say(HANDSHAKE.clientKeyExchange, Buffer.concat([Buffer.from([point.length]), point]));
    const agreed = this.#agree();
    this.#agreed = agreed;
    const signature = sign('sha256', Buffer.concat(this.#transcript), certificate.privateKey);
    const proof = this.#say(
      HANDSHAKE.certificateVerify,
      Buffer.concat([uint16(ECDSA_P256_SHA256), uint16(signature.length), signature]),
    );
    const change = { contentType: CONTENT.changeCipherSpec, epoch: 0, fragment: Buffer.from([1]) };
    const finished = this.#say(HANDSHAKE.finished, this.#verifyData('client finished', agreed), 1);
    this.#sendFlight([own, exchange, proof, change, finished]);
  }

  /** Source: RFC 5246 section 8.1 and 6.3, RFC 7627 section 4. */
  #agree(): Agreed {
    const { hello, publicPoint } = this.#words;
    if (hello === undefined || publicPoint === undefined) throw new Error('The server left its key out.');
    const shared = this.#ecdh.computeSecret(publicPoint);
    const masterSecret = hello.isExtended
      ? prf(shared, 'extended master secret', { seed: this.#transcriptHash(), lengthBytes: MASTER_SECRET_BYTES })
      : prf(shared, 'master secret', {
          seed: Buffer.concat([this.#random, hello.random]),
          lengthBytes: MASTER_SECRET_BYTES,
        });
    const keys = prf(masterSecret, 'key expansion', {
      seed: Buffer.concat([hello.random, this.#random]),
      lengthBytes: 40,
    });
    return {
      masterSecret,
      serverRandom: hello.random,
      local: { key: keys.subarray(0, 16), salt: keys.subarray(32, 36) },
      remote: { key: keys.subarray(16, 32), salt: keys.subarray(36, 40) },
    };
  }

  /** @throws {Error} when both sides did not hear the same. */
  #checkFinished(body: Buffer): void {
    if (this.#agreed === undefined || !body.equals(this.#verifyData('server finished', this.#agreed))) {
      throw new Error('The handshake was changed on the way.');
    }
  }

  #succeed(): void {
    const { masterSecret, serverRandom } = this.#agreed ?? this.#missing();
    clearTimeout(this.#repeatTimer);
    this.#state = 'connected';
    // Source: RFC 5764 section 4.2: both keys, then both salts, the client's first.
    const all = prf(masterSecret, 'EXTRACTOR-dtls_srtp', {
      seed: Buffer.concat([this.#random, serverRandom]),
      lengthBytes: 2 * (MASTER_KEY_BYTES + MASTER_SALT_BYTES),
    });
    const saltsAt = 2 * MASTER_KEY_BYTES;
    this.#settled.resolve({
      local: { key: all.subarray(0, MASTER_KEY_BYTES), salt: all.subarray(saltsAt, saltsAt + MASTER_SALT_BYTES) },
      remote: { key: all.subarray(MASTER_KEY_BYTES, saltsAt), salt: all.subarray(saltsAt + MASTER_SALT_BYTES) },
    });
  }

  #missing(): never {
    throw new Error('The handshake ended before keys were agreed on.');
  }

  #verifyData(label: string, { masterSecret }: Agreed): Buffer {
    return prf(masterSecret, label, { seed: this.#transcriptHash(), lengthBytes: FINISHED_BYTES });
  }

  #transcriptHash(): Buffer {
    return createHash('sha256').update(Buffer.concat(this.#transcript)).digest();
  }

  #say(type: number, body: Buffer, epoch = 0): Outgoing {
    const fragment = writeHandshake({ type, sequence: this.#nextMessage, body });
    this.#nextMessage += 1;
    this.#transcript.push(fragment);
    return { contentType: CONTENT.handshake, epoch, fragment };
  }

  #sendFlight(flight: Outgoing[]): void {
    this.#flight = flight;
    this.#transmit(flight);
    this.#repeatLater(FIRST_REPEAT_AFTER_MS, REPEATS_MAX_COUNT);
  }

  #repeatLater(afterMs: number, leftCount: number): void {
    clearTimeout(this.#repeatTimer);
    this.#repeatTimer = setTimeout(() => {
      if (leftCount === 0) return this.#end(new Error('The server does not answer over DTLS.'));
      this.#transmit(this.#flight);
      this.#repeatLater(Math.min(afterMs * 2, REPEAT_AFTER_MAX_MS), leftCount - 1);
    }, afterMs);
  }

  #transmit(flight: readonly Outgoing[]): void {
    const records = flight.map((outgoing) => this.#write(outgoing));
    this.#options.send(Buffer.concat(records));
  }

  #write(outgoing: Outgoing): Buffer {
    const sequence = this.#nextRecord[outgoing.epoch] ?? 0;
    this.#nextRecord[outgoing.epoch] = sequence + 1;
    const record = { ...outgoing, sequence };
    return outgoing.epoch === 0 ? writeRecord(record) : sealRecord(record, (this.#agreed ?? this.#missing()).local);
  }

  #end(why: Error): void {
    if (this.#state === 'ended') return;
    const wasConnected = this.#state === 'connected';
    this.#state = 'ended';
    clearTimeout(this.#repeatTimer);
    this.#settled.reject(why);
    if (wasConnected) this.#options.onClosed();
  }
}

function uint24(value: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(value, 0, 3);
  return bytes;
}
