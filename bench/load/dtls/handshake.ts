/*
 * Handshake messages of DTLS 1.2: their framing, and their reassembly from fragments. Source: RFC 6347 section 4.2.
 */

export const HANDSHAKE = {
  clientHello: 1,
  serverHello: 2,
  helloVerifyRequest: 3,
  newSessionTicket: 4,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

const HEADER_BYTES = 12;
/** Far above any certificate chain; a peer that announces more is broken. */
const MESSAGE_MAX_BYTES = 64 * 1024;

export interface HandshakeMessage {
  readonly type: number;
  readonly sequence: number;
  readonly body: Buffer;
}

/** As one fragment, which is also the form that both sides hash. */
export function writeHandshake({ type, sequence, body }: HandshakeMessage): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(type, 0);
  header.writeUIntBE(body.length, 1, 3);
  header.writeUInt16BE(sequence, 4);
  header.writeUIntBE(body.length, 9, 3);
  return Buffer.concat([header, body]);
}

interface Partial {
  readonly type: number;
  readonly body: Buffer;
  /** One byte per byte of the body: whether it has come. */
  readonly covered: Uint8Array;
}

/** Puts fragments together and hands messages out in their order, each once, however they were sent or repeated. */
export class Reassembly {
  readonly #partials = new Map<number, Partial>();
  #nextSequence = 0;

  /** Takes the handshake data of one record; returns the messages that are complete and in turn now. */
  take(data: Buffer): HandshakeMessage[] {
    for (let at = 0; at + HEADER_BYTES <= data.length;) {
      const fragmentBytes = data.readUIntBE(at + 9, 3);
      const endBytes = at + HEADER_BYTES + fragmentBytes;
      if (endBytes > data.length) break;
      this.#note(data.subarray(at, endBytes));
      at = endBytes;
    }
    return this.#inTurn();
  }

  #note(fragment: Buffer): void {
    const sequence = fragment.readUInt16BE(4);
    const lengthBytes = fragment.readUIntBE(1, 3);
    const offsetBytes = fragment.readUIntBE(6, 3);
    const content = fragment.subarray(HEADER_BYTES);
    if (sequence < this.#nextSequence || lengthBytes > MESSAGE_MAX_BYTES) return;
    if (offsetBytes + content.length > lengthBytes) return;
    const partial = this.#partials.get(sequence) ?? {
      type: fragment.readUInt8(0),
      body: Buffer.alloc(lengthBytes),
      covered: new Uint8Array(lengthBytes),
    };
    if (partial.body.length !== lengthBytes) return;
    this.#partials.set(sequence, partial);
    content.copy(partial.body, offsetBytes);
    partial.covered.fill(1, offsetBytes, offsetBytes + content.length);
  }

  #inTurn(): HandshakeMessage[] {
    const messages: HandshakeMessage[] = [];
    for (;;) {
      const sequence = this.#nextSequence;
      const partial = this.#partials.get(sequence);
      if (partial === undefined || partial.covered.includes(0)) return messages;
      messages.push({ type: partial.type, sequence, body: partial.body });
      this.#partials.delete(sequence);
      this.#nextSequence += 1;
    }
  }
}
