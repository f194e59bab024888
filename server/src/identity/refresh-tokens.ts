import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import { SessionId } from '#contracts';
import { SERVER_CONFIG } from '../core/tokens.js';

const KEY_BYTES = 32;
const SHAPE = /^([0-9a-f-]{36})\.(\d{1,9})\.([\w-]{43})$/;

/** Which of a session's refresh tokens somebody shows. */
export interface ShownRefresh {
  readonly sessionId: SessionId;
  /** From 0; one more at each exchange. */
  readonly generation: number;
}

/**
 * Makes and proves refresh tokens. Each follows from its session and its number under a key of ours, so that nothing of
 * them is stored, and an exchange whose answer was lost can be repeated with the same outcome.
 */
@Injectable()
export class RefreshTokens {
  readonly #key: Uint8Array;

  constructor(@Inject(SERVER_CONFIG) config: Pick<ServerConfig, 'sessionSecret'>) {
    const secret = config.sessionSecret.reveal();
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'parley refresh token', KEY_BYTES));
  }

  tokenOf({ sessionId, generation }: ShownRefresh): string {
    return `${sessionId}.${generation}.${this.#seal(sessionId, generation).toString('base64url')}`;
  }

  /** Undefined for what we have not made. */
  find(token: string): ShownRefresh | undefined {
    const [, id, number, seal = ''] = SHAPE.exec(token) ?? [];
    const sessionId = SessionId.safeParse(id).data;
    if (sessionId === undefined || number === undefined) return undefined;
    const shown = { sessionId, generation: Number(number) };
    // Compared as a whole and as written: another spelling of the same number or of the last bits is not ours.
    const isOurs = timingSafeEqual(this.#seal(sessionId, shown.generation), Buffer.from(seal, 'base64url'));
    return isOurs && this.tokenOf(shown) === token ? shown : undefined;
  }

  #seal(sessionId: SessionId, generation: number): Buffer {
    return createHmac('sha256', this.#key).update(`${sessionId}.${generation}`).digest();
  }
}
