import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/*
 * The least of a TURN client: an allocation, and questions whether the relay would send to an address.
 * Source: RFC 8656 (TURN), RFC 8489 (STUN).
 */

const MAGIC = Buffer.from('2112a442', 'hex');
const HEADER_BYTES = 20;
const ANSWER_WITHIN_MS = 3_000;

const ALLOCATE = 0x0003;
const CREATE_PERMISSION = 0x0008;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const ERROR_CODE = 0x0009;
const XOR_PEER_ADDRESS = 0x0012;
const REALM = 0x0014;
const NONCE = 0x0015;
const REQUESTED_ADDRESS_FAMILY = 0x0017;
const REQUESTED_TRANSPORT = 0x0019;
const UDP = 17;

type Attribute = readonly [type: number, value: Buffer];

/** The attributes of a request; some depend on its transaction id. */
type Wish = (id: Buffer) => readonly Attribute[];

interface Answer {
  /** Undefined when it went well. */
  readonly errorCode: number | undefined;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

/** Somebody with credentials, or without good ones, at one relay on loopback. */
export class TurnClient {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #user: { readonly username: string; readonly credential: string };
  #realm = '';
  #nonce = '';

  constructor(port: number, user: { readonly username: string; readonly credential: string }) {
    this.#port = port;
    this.#user = user;
    this.#socket = createSocket('udp4');
  }

  /** The error code of an allocation, or undefined when it was granted. */
  async allocate(family: 4 | 6): Promise<number | undefined> {
    const wish: Wish = () => [
      [REQUESTED_TRANSPORT, Buffer.from([UDP, 0, 0, 0])],
      [REQUESTED_ADDRESS_FAMILY, Buffer.from([family === 4 ? 1 : 2, 0, 0, 0])],
    ];
    const challenge = await this.#ask(ALLOCATE, wish, false);
    this.#realm = challenge.attributes.get(REALM)?.toString() ?? '';
    this.#nonce = challenge.attributes.get(NONCE)?.toString() ?? '';
    return (await this.#ask(ALLOCATE, wish, true)).errorCode;
  }

  /** The error code of a permission for `address`, or undefined when it was granted. */
  async permit(address: string): Promise<number | undefined> {
    const { errorCode } = await this.#ask(
      CREATE_PERMISSION,
      (id) => [[XOR_PEER_ADDRESS, xorAddress(address, id)]],
      true,
    );
    return errorCode;
  }

  close(): void {
    this.#socket.close();
  }

  async #ask(method: number, wish: Wish, isSigned: boolean): Promise<Answer> {
    const id = randomBytes(12);
    const attributes = wish(id);
    const signed: readonly Attribute[] = isSigned
      ? [
          ...attributes,
          [USERNAME, Buffer.from(this.#user.username)],
          [REALM, Buffer.from(this.#realm)],
          [NONCE, Buffer.from(this.#nonce)],
        ]
      : attributes;
    const message = encode(method, id, signed);
    const whole = isSigned ? this.#sign(message) : message;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('The relay did not answer.')), ANSWER_WITHIN_MS);
      this.#socket.once('message', (answer) => {
        clearTimeout(late);
        resolve(decode(answer));
      });
      this.#socket.send(whole, this.#port, '127.0.0.1');
    });
  }

  #sign(message: Buffer): Buffer {
    const { username, credential } = this.#user;
    const key = createHash('md5').update(`${username}:${this.#realm}:${credential}`).digest();
    const covered = Buffer.from(message);
    covered.writeUInt16BE(message.length - HEADER_BYTES + 24, 2);
    return Buffer.concat([covered, tlv(MESSAGE_INTEGRITY, createHmac('sha1', key).update(covered).digest())]);
  }
}

function encode(method: number, id: Buffer, attributes: readonly Attribute[]): Buffer {
  const body = Buffer.concat(attributes.map(([type, value]) => tlv(type, value)));
  const header = Buffer.alloc(4);
  header.writeUInt16BE(method, 0);
  header.writeUInt16BE(body.length, 2);
  return Buffer.concat([header, MAGIC, id, body]);
}

function tlv(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function decode(message: Buffer): Answer {
  const attributes = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at + 4 <= message.length;) {
    const length = message.readUInt16BE(at + 2);
    attributes.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  const error = attributes.get(ERROR_CODE);
  return { attributes, errorCode: error && (error[2] ?? 0) * 100 + (error[3] ?? 0) };
}

function xorAddress(address: string, id: Buffer): Buffer {
  const isV6 = isIPv6(address);
  const bytes = isV6 ? v6Bytes(address) : Buffer.from(address.split('.').map(Number));
  const mask = Buffer.concat([MAGIC, id]);
  const port = 9 ^ MAGIC.readUInt16BE(0);
  const head = Buffer.from([0, isV6 ? 2 : 1, port >> 8, port & 0xff]);
  return Buffer.concat([head, Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)))]);
}

function v6Bytes(address: string): Buffer {
  const mapped = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const plain =
    mapped === null ? address : `${mapped[1]}${hexPair(mapped[2], mapped[3])}:${hexPair(mapped[4], mapped[5])}`;
  const [before = '', after = ''] = plain.split('::');
  const front = before.split(':').filter((one) => one !== '');
  const back = after.split(':').filter((one) => one !== '');
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return Buffer.from(groups.map((one) => one.padStart(4, '0')).join(''), 'hex');
}

function hexPair(high: string | undefined, low: string | undefined): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}
