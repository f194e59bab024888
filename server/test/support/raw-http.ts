import { get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

/** A GET with exactly these headers; `fetch` would not send a Host or an Upgrade of our choosing. */
export function answerTo(url: string, headers: OutgoingHttpHeaders): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer));
    });
    request.once('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer);
    });
    request.once('error', reject);
  });
}

/** What makes a GET the beginning of a WebSocket. Source: RFC 6455 section 4.1. */
export const WEBSOCKET_HEADERS = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
