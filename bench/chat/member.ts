import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { SIGNAL_MESSAGE_MAX_BYTES } from '#contracts';

/** Source: RFC 6455 section 5.2; lengths of 126 and 127 say that two or eight more bytes hold the length. */
const TEXT_FRAME = 0x81;
const TWO_MORE = 126;
const EIGHT_MORE = 127;
const HEAD_BYTES = 2;
const LONG_HEAD_BYTES = 4;

/** Packets of Engine.IO and, behind a 4, of Socket.IO. Source: their protocols, versions 4 and 5. */
const PING = '2';
const PONG = '3';
const CONNECT = '40';
const EVENT = '42';
const KIND_BYTES = 2;

/**
 * One member's connection, read with as little work as can be: a thousand of the library's clients in one process take longer
 * to read than the server to send, and the times would be theirs. Each event is handed over as the
 * bytes of its JSON, good until the call returns.
 */
export class Member {
  readonly #socket: Socket;
  readonly #heard: (event: Buffer) => void;
  readonly #joined: () => void;
  #rest: Buffer = Buffer.alloc(0);
  #isUpgraded = false;

  private constructor(port: number, heard: (event: Buffer) => void, joined: () => void) {
    this.#heard = heard;
    this.#joined = joined;
    const callback = (count: number, read: Uint8Array): boolean => {
      this.#onRead(Buffer.from(read.buffer, read.byteOffset, count));
      return true;
    };
    this.#socket = connect({ port, host: '127.0.0.1', onread: { buffer: shared, callback } });
    this.#socket.setNoDelay(true);
    this.#socket.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n' +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
  }

  /** Resolves once it is in. */
  static join(port: number, heard: (event: Buffer) => void): Promise<Member> {
    return new Promise((resolve) => {
      const member: Member = new Member(port, heard, () => resolve(member));
    });
  }

  #onRead(read: Buffer): void {
    let left: Buffer = this.#rest.length === 0 ? read : Buffer.concat([this.#rest, read]);
    if (!this.#isUpgraded) {
      const end = left.indexOf('\r\n\r\n');
      if (end < 0) return this.#keep(left);
      this.#isUpgraded = true;
      left = left.subarray(end + 4);
    }
    for (let frame = frameOf(left); frame !== undefined; frame = frameOf(left)) {
      this.#onPacket(left.subarray(frame.from, frame.to));
      left = left.subarray(frame.to);
    }
    this.#keep(left);
  }

  /** What was read is in a buffer that all share. */
  #keep(left: Buffer): void {
    this.#rest = left.length === 0 ? left : Buffer.from(left);
  }

  #onPacket(packet: Buffer): void {
    switch (packet.toString('latin1', 0, KIND_BYTES)) {
      case EVENT:
        return this.#heard(packet.subarray(KIND_BYTES));
      case CONNECT:
        return this.#joined();
      case PING:
        return this.#say(PONG);
      default: // Engine.IO opens first, with a few numbers.
        return this.#say(CONNECT);
    }
  }

  /** Frames of clients are masked; a mask of zeros leaves them as they are. */
  #say(packet: string): void {
    this.#socket.write(Buffer.from([TEXT_FRAME, 0x80 | packet.length, 0, 0, 0, 0, ...Buffer.from(packet)]));
  }
}

const shared = Buffer.alloc(2 * SIGNAL_MESSAGE_MAX_BYTES);

/** Where the first frame's text is; undefined when it is not whole yet. */
function frameOf(bytes: Buffer): { readonly from: number; readonly to: number } | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const length = bytes.readUInt8(1);
  if (length === EIGHT_MORE) throw new Error('No message is that long.');
  const from = length === TWO_MORE ? LONG_HEAD_BYTES : HEAD_BYTES;
  if (bytes.length < from) return undefined;
  const to = from + (length === TWO_MORE ? bytes.readUInt16BE(HEAD_BYTES) : length);
  return bytes.length < to ? undefined : { from, to };
}
