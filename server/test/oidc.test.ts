import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Provider } from 'oidc-provider';
import { OidcStarted, SignInOptions } from '#contracts';
import { PUBLIC_URL, startTestApp, type TestApp } from './support/app.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { newMember, problemOf, Visitor } from './support/visitor.js';

const PEOPLE: Readonly<Record<string, object>> = {
  ada: { email: 'Ada@example.org', email_verified: true, name: 'Ada Lovelace' },
  eve: { email: 'victim@example.org', email_verified: false, name: 'Eve' },
  gus: { email: 'gus@example.org', email_verified: true, name: 'Gus' },
};

let server: TestApp;
let mails: MailServer;
let atProvider: Server;

beforeAll(async () => {
  mails = await startMailServer();
  atProvider = createServer();
  atProvider.listen(0, '127.0.0.1');
  await once(atProvider, 'listening');
  const issuer = `http://127.0.0.1:${(atProvider.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'parley', client_secret: 'client secret', redirect_uris: [`${PUBLIC_URL}/login/oidc`] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({ accountId: id, claims: () => Promise.resolve({ sub: id, ...PEOPLE[id] }) }),
  });
  atProvider.on('request', provider.callback());
  server = await startTestApp({
    environment: {
      SMTP_URL: mails.url,
      MAIL_FROM: 'meet@example.org',
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'parley',
      OIDC_CLIENT_SECRET: 'client secret',
      OIDC_NAME: 'Example ID',
    },
  });
});
afterAll(async () => {
  await server.close();
  await mails.close();
  atProvider.closeAllConnections();
  await new Promise((resolve) => void atProvider.close(resolve));
});

/** What a person does at the provider: types a name, agrees, and is led back. Returns the query they come back with. */
async function passProvider(url: string, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = new URL(url);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 12; step += 1) {
    const answer: Response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form !== undefined && { method: 'POST', body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    form = undefined;
    const location = answer.headers.get('location');
    if (location === null) {
      const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(await answer.text()) ?? [];
      form = new URLSearchParams({ prompt, login, password: 'any' });
      continue;
    }
    next = new URL(location, next);
    if (next.href.startsWith(PUBLIC_URL)) return next.search;
  }
  throw new Error('The provider does not lead back.');
}

async function begin(visitor: Visitor): Promise<string> {
  return OidcStarted.parse(await (await visitor.post('/oidc/start')).json()).url;
}

async function comeBack(visitor: Visitor, login: string): Promise<Response> {
  const query = await passProvider(await begin(visitor), login);
  return visitor.post('/oidc/finish', { query });
}

describe('signing in with the operator’s provider', () => {
  it('is offered by name', async () => {
    const options = await (await new Visitor(server.url).get('/sign-in-options')).json();
    expect(SignInOptions.parse(options)).toEqual({ canRegister: true, oidc: { name: 'Example ID' } });
  });

  it('makes an account at first, and finds it again', async () => {
    const [visitor, later] = [new Visitor(server.url), new Visitor(server.url)];
    const first = await visitor.signedIn(await comeBack(visitor, 'ada'));
    expect(first.account).toMatchObject({ email: 'ada@example.org', name: 'Ada Lovelace', hasPassword: false });
    expect(visitor.cookieRules.get('parley_oidc')).toMatch(/Expires=Thu, 01 Jan 1970/);
    await visitor.patch('/account', { name: 'Countess' });
    const second = await later.signedIn(await comeBack(later, 'ada'));
    expect(second.account).toMatchObject({ accountId: first.account.accountId, name: 'Countess' });
    expect((await later.post('/sessions', { email: 'ada@example.org', password: 'anything at all' })).status).toBe(401);
  });

  it('leads to the account that has the address already', async () => {
    const member = await newMember(server.url, mails, 'gus@example.org', 'Gustav');
    const { accountId } = (await (await member.get('/account')).json()) as { accountId: string };
    const visitor = new Visitor(server.url);
    expect((await visitor.signedIn(await comeBack(visitor, 'gus'))).account).toMatchObject({
      accountId,
      name: 'Gustav',
    });
  });

  it('takes nobody’s word for an address that the provider does not vouch for', async () => {
    await newMember(server.url, mails, 'victim@example.org');
    expect(await problemOf(await comeBack(new Visitor(server.url), 'eve'))).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
  });
});

describe('what did not begin here', () => {
  const refused = { status: 401, code: 'unauthenticated' };

  it('does not finish in another browser', async () => {
    const [victim, attacker] = [new Visitor(server.url), new Visitor(server.url)];
    const query = await passProvider(await begin(attacker), 'ada');
    expect(await problemOf(await victim.post('/oidc/finish', { query }))).toMatchObject(refused);
    await begin(victim);
    expect(await problemOf(await victim.post('/oidc/finish', { query }))).toMatchObject(refused);
  });

  it('does not finish twice', async () => {
    const visitor = new Visitor(server.url);
    const query = await passProvider(await begin(visitor), 'ada');
    const cookie = visitor.cookies.get('parley_oidc')!;
    expect((await visitor.post('/oidc/finish', { query })).status).toBe(201);
    expect(await problemOf(await visitor.post('/oidc/finish', { query }))).toMatchObject(refused);
    visitor.cookies.set('parley_oidc', cookie);
    expect(await problemOf(await visitor.post('/oidc/finish', { query }))).toMatchObject(refused);
  });

  it.each(['?', '?code=x', '?code=x&state=y', '?error=access_denied', '?state[]=1'])(
    'does not finish with %s',
    async (query) => {
      const visitor = new Visitor(server.url);
      await begin(visitor);
      expect(await problemOf(await visitor.post('/oidc/finish', { query }))).toMatchObject(refused);
    },
  );
});

it('without a provider there is none', async () => {
  const plain = await startTestApp();
  expect(await problemOf(await new Visitor(plain.url).post('/oidc/start'))).toMatchObject({
    status: 503,
    code: 'unavailable',
  });
  await plain.close();
});
