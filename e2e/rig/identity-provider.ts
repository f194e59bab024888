import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

const CLIENT_SECRET = 'client secret';

/** An OpenID provider as an operator would have one. Whoever types a name there is `<name>@example.org`. */
export class IdentityProvider {
  /** What Parley is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #issuer: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    // By its number, so that it is another site than `localhost`, as in the world outside.
    this.#issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.environment = {
      OIDC_ISSUER: this.#issuer,
      OIDC_CLIENT_ID: 'parley',
      OIDC_CLIENT_SECRET: CLIENT_SECRET,
      OIDC_NAME: 'Example ID',
    };
  }

  static async open(): Promise<IdentityProvider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new IdentityProvider(server);
  }

  /** From now on it serves the Parley at this address. */
  serve(url: string): void {
    const provider = new Provider(this.#issuer, {
      clients: [{ client_id: 'parley', client_secret: CLIENT_SECRET, redirect_uris: [`${url}/login/oidc`] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      features: { devInteractions: { enabled: true } },
      pkce: { required: () => true },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => Promise.resolve({ sub: id, email: `${id}@example.org`, email_verified: true, name: id }),
      }),
    });
    this.#server.on('request', provider.callback());
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }
}
