import { SMTPServer } from 'smtp-server';
import { eventually } from './eventually.js';

/** Takes every mail that is sent to it and keeps it for the test. */
export class PostOffice {
  readonly url: string;
  readonly #server: SMTPServer;
  readonly #mails: string[];

  private constructor(server: SMTPServer, port: number, mails: string[]) {
    this.#server = server;
    this.#mails = mails;
    this.url = `smtp://127.0.0.1:${port}`;
  }

  static async open(): Promise<PostOffice> {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          mails.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.server.address();
    if (address === null || typeof address === 'string') throw new Error('The post office has no port.');
    return new PostOffice(server, address.port, mails);
  }

  /** Waits for a mail to somebody and returns the first address of `path` in it. */
  async linkFor(to: string, path: string): Promise<string> {
    let link: string | undefined;
    await eventually(() => {
      const mail = this.#mails.findLast((text) => text.toLowerCase().includes(`to: ${to}`));
      link = mail === undefined ? undefined : linkIn(mail, path);
      return link === undefined ? `no mail with ${path} to ${to}` : undefined;
    });
    return link ?? '';
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** Long lines come broken and with their signs encoded. Source: RFC 2045 section 6.7. */
function linkIn(mail: string, path: string): string | undefined {
  const text = mail.replaceAll(/=\r?\n/gu, '').replaceAll('=3D', '=');
  return new RegExp(`https?://[^\\s"<>]+${path}[^\\s"<>]*`, 'u').exec(text)?.[0];
}
