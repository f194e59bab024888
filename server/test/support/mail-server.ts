import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { eventually } from './world.js';

/** A mail as it came over the wire, undone of its encoding as far as tests need it. */
export interface Received {
  readonly to: readonly string[];
  readonly raw: string;
  /** Everything in it that is text. */
  readonly text: string;
}

export interface MailServer {
  readonly url: string;
  readonly received: readonly Received[];
  /** The newest mail to this address, once there are so many. */
  mailTo(address: string, count?: number): Promise<Received>;
  close(): Promise<void>;
}

/** A mail server that keeps what it is given. */
export async function startMailServer(): Promise<MailServer> {
  const received: Received[] = [];
  const keep = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession) => {
    const raw = await text(stream);
    received.push({ to: envelope.rcptTo.map(({ address }) => address), raw, text: textOf(raw) });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void keep(stream, session).finally(done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    async mailTo(address, count = 1) {
      const sent = () => received.filter(({ to }) => to.includes(address));
      await eventually(() => (sent().length >= count ? undefined : `mail ${count} to ${address}`));
      return sent().at(-1)!;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The parts of a mail, each undone of what it was put in for the journey. Source: RFC 2045 section 6. */
function textOf(raw: string): string {
  return raw
    .split(/^--\S+$/m)
    .map((part) => {
      const [head = '', ...body] = part.split('\r\n\r\n');
      const content = body.join('\r\n\r\n');
      if (/^content-transfer-encoding: base64/im.test(head)) return Buffer.from(content, 'base64').toString();
      return /^content-transfer-encoding: quoted-printable/im.test(head) ? fromQuotedPrintable(content) : content;
    })
    .join('\n');
}

function fromQuotedPrintable(content: string): string {
  const bytes = content
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
