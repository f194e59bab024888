import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError, loadMediaHostConfig, loadServerConfig } from '#config';
import { RoomCreated } from '#contracts';
import { startTestApp, type TestApp } from './support/app.js';
import { openBrowser, outcomeOf } from './support/browser.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { PASSWORD, problemOf, tokenIn, Visitor } from './support/visitor.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const secret = () => randomBytes(36).toString('base64url');
const SECRETS = {
  SESSION_SECRET: secret(),
  MEDIA_CONTROL_SECRET: secret(),
  OIDC_CLIENT_SECRET: secret(),
  TURN_SECRET: secret(),
};
const ROOM_PASSWORD = 'open sesame, for this room';
const EMAIL = 'ada@example.org';

describe('a start is refused', () => {
  const good = { DATABASE_URL: 'postgres://x/y', SESSION_SECRET: secret(), MEDIA_CONTROL_SECRET: secret() };
  const bad = ['', ' ', 'secret', 'changeme', 'parley', '…', 'x'.repeat(31), '${SESSION_SECRET}', '<your secret here>'];

  it.each(bad)('with "%s" for a secret, in any mode, and the value is not repeated', (value) => {
    for (const PARLEY_ENV of ['local', 'dev', 'production']) {
      for (const name of ['SESSION_SECRET', 'MEDIA_CONTROL_SECRET']) {
        const environment = { ...good, PUBLIC_URL: 'https://meet.example.org', PARLEY_ENV, [name]: value };
        expect(() => loadServerConfig(environment)).toThrow(ConfigurationError);
        expect(() => loadServerConfig(environment)).toThrow(name);
      }
      expect(() => loadMediaHostConfig({ PARLEY_ENV, MEDIA_CONTROL_SECRET: value })).toThrow('MEDIA_CONTROL_SECRET');
    }
  });
});

describe('what is shipped', () => {
  const FOLDERS = ['client', 'config', 'contracts', 'docs', 'kernel', 'media-workers', 'scripts', 'server'];
  const files = [
    ...FOLDERS.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter(
          (entry) => entry.isFile() && !/node_modules|\btest\b|\.test\.|dist/.test(join(entry.parentPath, entry.name)),
        )
        .map((entry) => join(entry.parentPath, entry.name)),
    ),
    ...['docker-compose.yml', 'Dockerfile', 'package.json', 'README.md'].map((name) => join(ROOT, name)),
  ];

  it('holds no secret', () => {
    expect(files.length).toBeGreaterThan(500);
    const found = files.filter((file) =>
      /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|(SECRET|PASSWORD|TOKEN|_KEY)['"]?\s*[:=]\s*['"]?[\w+/=-]{16,}['"]?\s*$/m.test(
        readFileSync(file, 'utf8'),
      ),
    );
    expect(found).toEqual([]);
  });

  it('gives a cluster none either: without its owner’s, it does not start', () => {
    const cluster = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
    for (const name of ['SESSION_SECRET', 'MEDIA_CONTROL_SECRET', 'POSTGRES_PASSWORD']) {
      expect(cluster).toMatch(`\${${name}:?`);
      expect(cluster).not.toMatch(`\${${name}:-`);
    }
  });
});

describe('a whole run', () => {
  let server: TestApp;
  let mails: MailServer;
  /** Everything that any visitor was answered, headers but the visitor's own cookies included. */
  const answers: string[] = [];
  const shown: string[] = [];

  async function answered(answer: Promise<Response>): Promise<Response> {
    const response = await answer;
    const headers = [...response.headers].filter(([name]) => name !== 'set-cookie');
    answers.push(`${JSON.stringify(headers)}\n${await response.clone().text()}`);
    return response;
  }

  beforeAll(async () => {
    mails = await startMailServer();
    const environment = {
      ...SECRETS,
      SMTP_URL: mails.url,
      MAIL_FROM: 'meet@example.org',
      OIDC_ISSUER: 'http://127.0.0.1:1',
      OIDC_CLIENT_ID: 'parley',
      TURN_URLS: 'turn:turn.example.org:3478',
      LOG_LEVEL: 'debug',
    };
    server = await startTestApp({ environment });
    await run();
  });
  afterAll(async () => {
    await server.close();
    await mails.close();
  });

  /** A little of everything, right and wrong. */
  async function run(): Promise<void> {
    const [ada, stranger] = [new Visitor(server.url), new Visitor(server.url)];
    await answered(ada.post('/accounts', { email: EMAIL, password: PASSWORD, name: 'Ada' }));
    const mailed = tokenIn(await mails.mailTo(EMAIL));
    await answered(ada.post('/accounts/confirm', { token: mailed }));
    await answered(stranger.post('/sessions', { email: EMAIL, password: `${PASSWORD} not` }));
    await ada.signIn(EMAIL);
    stranger.token = (await server.guest()).token;
    shown.push(mailed, ada.token ?? '', stranger.token, ada.cookies.get('parley_refresh') ?? '');
    const created = await answered(ada.post('/rooms', { kind: 'persistent', title: 'Weekly' }));
    const { roomId } = RoomCreated.parse(await created.json());
    await answered(ada.put(`/rooms/${roomId}/password`, { password: ROOM_PASSWORD }));
    for (const password of ['wrong', ROOM_PASSWORD]) {
      await answered(stranger.post(`/rooms/${roomId}/entry`, { password }));
    }
    for (const path of [
      '/account',
      '/sessions',
      '/rooms?scope=mine',
      `/rooms/${roomId}`,
      '/sign-in-options',
      '/nothing',
    ]) {
      await answered(ada.get(path));
      await answered(stranger.get(path));
    }
    await answered(ada.post('/oidc/start'));
    await answered(fetch(`${server.url}/api/openapi.json`));
    await answered(fetch(`${server.url}/readyz`));
    await answered(fetch(`${server.url}/metrics`));
    for (const token of [ada.token, `${ada.token}x`]) {
      const browser = openBrowser(server.url, { token });
      const refused = await outcomeOf(browser);
      answers.push(JSON.stringify([refused?.message, refused?.data]));
      browser.disconnect();
    }
    await server.database.query('ALTER TABLE registrations RENAME TO elsewhere');
    const broken = await answered(ada.post('/accounts/confirm', { token: mailed }));
    expect(await problemOf(broken)).toMatchObject({ status: 500, code: 'internal' });
  }

  it('answers with none of the server’s secrets, nor with anybody’s password', () => {
    expect(answers.length).toBeGreaterThan(20);
    for (const one of [...Object.values(SECRETS), PASSWORD, ROOM_PASSWORD, 'argon2', 'client secret']) {
      expect(answers.filter((answer) => answer.includes(one))).toEqual([]);
    }
  });

  it('tells nothing of its inside when it fails', () => {
    for (const inside of ['registrations', 'elsewhere', 'node_modules', 'QueryFailed', '    at ', 'SELECT']) {
      expect(answers.filter((answer) => answer.includes(inside))).toEqual([]);
    }
  });

  it('logs no secret, token, password or address of a person', () => {
    expect(server.logged.length).toBeGreaterThan(0);
    for (const one of [...Object.values(SECRETS), ...shown, PASSWORD, ROOM_PASSWORD, EMAIL, 'argon2']) {
      expect(server.logged.filter((line) => line.includes(one))).toEqual([]);
    }
  });

  it('stores passwords and mailed tokens so that they cannot be read back', async () => {
    const tables = await server.database.query<{ readonly name: string }[]>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
    );
    for (const { name } of tables) {
      const rows = JSON.stringify(await server.database.query(`SELECT * FROM "${name}"`));
      for (const one of [...Object.values(SECRETS), ...shown, PASSWORD, ROOM_PASSWORD]) expect(rows).not.toContain(one);
    }
  });
});
