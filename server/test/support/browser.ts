import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { SIGNAL_NAMESPACE } from '#contracts';

export type Browser = Socket;

type Options = Partial<ManagerOptions & SocketOptions>;

/** A socket as a browser opens it, which gives up at once instead of trying again. */
export function openBrowser(url: string, auth: Readonly<Record<string, unknown>>, options: Options = {}): Browser {
  return io(`${url}${SIGNAL_NAMESPACE}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth,
    ...options,
  });
}

/** Resolves with undefined once connected, or with what the server refused with. */
export function outcomeOf(browser: Browser): Promise<(Error & { readonly data?: unknown }) | undefined> {
  return new Promise((resolve) => {
    browser.once('connect', () => resolve(undefined));
    browser.once('connect_error', (fault) => resolve(fault));
  });
}

/** Resolves with the reason once the connection has ended. */
export function endOf(browser: Browser): Promise<string> {
  return new Promise((resolve) => void browser.once('disconnect', (reason) => resolve(reason)));
}

/** Asks without the contract's types, since tests ask what no honest client would. */
export function askRaw(browser: Browser, name: string, ...input: readonly unknown[]): Promise<unknown> {
  return browser.timeout(5_000).emitWithAck(name, ...input);
}
