import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem, REST_ROUTES, RoomCreated, RoomView } from '#contracts';
import { answerTo } from './support/raw-http.js';
import { startTestApp, PUBLIC_URL, type TestApp } from './support/app.js';

const UNKNOWN_ROOM = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

let server: TestApp;

beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });
const post = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, { method: 'POST', ...init });

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  return Problem.parse(await answer.json());
}

async function openRoom(token: string): Promise<RoomCreated> {
  return RoomCreated.parse(
    await (await post('/api/v1/rooms', { headers: { authorization: `Bearer ${token}` } })).json(),
  );
}

describe('rooms', () => {
  it('are opened by a guest, who is the host; others are not', async () => {
    const host = await server.guest();
    const { roomId, url } = await openRoom(host.token);
    expect(url).toBe(`${PUBLIC_URL}/m/${roomId}`);

    const asHost = await get(`/api/v1/rooms/${roomId}`, { authorization: `Bearer ${host.token}` });
    expect(RoomView.parse(await asHost.json())).toMatchObject({ roomId, isHost: true });
    const asOther = await get(`/api/v1/rooms/${roomId}`, { authorization: `Bearer ${(await server.guest()).token}` });
    expect(RoomView.parse(await asOther.json())).toMatchObject({ isHost: false });
    expect(RoomView.parse(await (await get(`/api/v1/rooms/${roomId}`)).json())).toMatchObject({ isHost: false });
  });

  it('that do not exist are not found', async () => {
    expect(await problemOf(await get(`/api/v1/rooms/${UNKNOWN_ROOM}`))).toMatchObject({
      status: 404,
      code: 'not-found',
    });
  });

  it.each(['x', '6f9619ff', `${UNKNOWN_ROOM}0`, '%00', '..%2f..%2fetc', '__proto__', 'a'.repeat(300)])(
    'are not looked for by a malformed id: %s',
    async (id) => {
      expect(await problemOf(await get(`/api/v1/rooms/${id}`))).toMatchObject({ status: 400, code: 'invalid-input' });
    },
  );

  it.each(['', 'Bearer', 'Bearer x', 'Basic eDp5', 'Bearer a b'])(
    'are not opened with the header "%s"',
    async (authorization) => {
      const answer = await post('/api/v1/rooms', { headers: { authorization } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'unauthenticated' });
    },
  );
});

describe('bodies', () => {
  const json = (body: string) => post('/api/v1/guests', { body, headers: { 'content-type': 'application/json' } });

  it('with an unknown field are refused', async () => {
    expect(await problemOf(await json('{"name":"Ada"}'))).toMatchObject({ status: 400, code: 'invalid-input' });
    expect(await problemOf(await json('{"__proto__":{"isHost":true}}'))).toMatchObject({ status: 400 });
  });

  it('that are no JSON are refused without a word on the parser', async () => {
    const problem = await problemOf(await json('{"a":'));
    expect(problem).toMatchObject({ status: 400, code: 'invalid-input' });
    expect(problem.detail).not.toMatch(/position|Unexpected/);
  });

  it('too large are refused', async () => {
    expect(await problemOf(await json(`"${'x'.repeat(20_000)}"`))).toMatchObject({
      status: 413,
      code: 'invalid-input',
    });
  });

  it('in an unknown encoding are refused', async () => {
    const answer = await post('/api/v1/guests', {
      body: '{}',
      headers: { 'content-type': 'application/json', 'content-encoding': 'x-secret' },
    });
    expect(await problemOf(answer)).toMatchObject({ status: 415 });
  });
});

describe('by GET nothing is changed', () => {
  const routes = Object.values(REST_ROUTES) as readonly { readonly method: string; readonly path: string }[];
  const read = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path));
  const changing = [...new Set(routes.map(({ path }) => path))].filter((path) => !read.has(path));

  it.each(changing)('%s', async (path) => {
    const answer = await get(`/api/v1${path.replaceAll(/\{\w+\}/g, UNKNOWN_ROOM)}`);
    expect([400, 401, 404]).toContain(answer.status);
    expect(await problemOf(answer)).not.toMatchObject({ code: 'internal' });
  });

  it('and there are such routes', () => expect(changing.length).toBeGreaterThan(10));
});

describe('pages', () => {
  it.each(['/', `/m/${UNKNOWN_ROOM}`, '/design'])('%s is the client', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toMatch('<div id="app">');
  });

  it('that do not exist are the client too, which says so, with status 404', async () => {
    const answer = await get('/no/such/page');
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('<div id="app">')]);
  });

  it.each(['/api/v1/nothing', '/assets/gone.js', '/api'])('never stand in for %s', async (path) => {
    expect(await problemOf(await get(path))).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('have assets that are cached for good', async () => {
    const answer = await get('/assets/main-1a2b3c4d.js');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toMatch('text/javascript');
  });

  it.each(['br', 'gzip', 'identity'])(
    'have assets that travel as %s, however often they are asked for',
    async (encoding) => {
      for (let times = 0; times < 2; times += 1) {
        const answer = await get('/assets/main-1a2b3c4d.js', { 'accept-encoding': encoding });
        expect(answer.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
        expect(answer.headers.get('content-type')).toMatch('text/javascript');
        expect(answer.headers.get('cache-control')).toMatch('immutable');
        expect(await answer.text()).toBe('export const answer = 42;');
      }
    },
  );

  it.each(['/assets/..%2f..%2f..%2fpackage.json', '/..%5c..%5cpackage.json', '/assets/%2e%2e/%2e%2e/support/app.ts'])(
    'do not lead out of their folder: %s',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).not.toBe(200);
      expect(await answer.text()).not.toMatch('startTestApp');
    },
  );
});

describe('headers', () => {
  const everywhere = [
    '/',
    '/api/v1/nothing',
    '/healthz',
    '/assets/main-1a2b3c4d.js',
    '/api/openapi.json',
    '/socket.io/?EIO=4&transport=polling',
    '/socket.io/?EIO=4&transport=magic',
  ];

  it.each(everywhere)('guard %s', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none';.*frame-ancestors 'none';.*object-src 'none'/,
    );
    expect(headers.get('content-security-policy')).not.toMatch('unsafe');
    expect(headers.get('permissions-policy')).toMatch('camera=(self), microphone=(self), display-capture=(self)');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('let no host name slip a directive into the policy', async () => {
    const policyFor = async (host: string) =>
      (await answerTo(`${server.url}/`, { host })).headers['content-security-policy'];
    expect(await policyFor('meet.local:3000')).toMatch("connect-src 'self' ws://meet.local:3000;");
    expect(await policyFor('x; script-src *')).toMatch("connect-src 'self' ws://meet.example.org;");
  });
});

describe('the description of the API', () => {
  it('names each route with its errors, and resolves every reference', async () => {
    const document = (await (await get('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { responses: Record<string, unknown>; summary: string }>>;
      components: { schemas: Record<string, unknown> };
    };
    expect(Object.keys(document.paths['/api/v1/rooms/{roomId}']!['get']!.responses)).toEqual(
      expect.arrayContaining(['200', '400', '401', '404', '410', '429', '500']),
    );
    const references = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(5);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(references));
  });

  it('can be read on a page without any script of the page itself', async () => {
    const answer = await get('/api/docs');
    const html = await answer.text();
    expect(answer.headers.get('content-security-policy')).toMatch("script-src 'self';style-src 'self' 'unsafe-inline'");
    expect(html).toMatch('swagger-ui');
    expect(html).not.toMatch(/<script>|<script(?![^>]*\bsrc=)[^>]*>|\son\w+=/);
    const scripts = [...html.matchAll(/<script[^>]*src="([^"]+)"/g)].map(
      ([, src]) => new URL(src!, `${server.url}/api/docs`),
    );
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect((await fetch(script)).status).toBe(200);
  });
});

describe('operations', () => {
  it('tell that the process lives, and what it lacks', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
    const readiness = await get('/readyz');
    expect([readiness.status, await readiness.json()]).toEqual([
      503,
      { status: 'not-ready', missing: { media: expect.any(String) } },
    ]);
  });

  it('measure by patterns, not by addresses that anybody may make up', async () => {
    await get(`/api/v1/rooms/${UNKNOWN_ROOM}`);
    await get('/made/up/address');
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch('route="/api/v1/rooms/:roomId",status="404"');
    expect(metrics).toMatch('parley_refusals_total{door="rest",code="not-found"}');
    expect(metrics).toMatch('nodejs_eventloop_lag_seconds');
    expect(metrics).not.toMatch(/made|6f9619ff/);
  });
});

it('logs no tokens', async () => {
  const { token } = await server.guest();
  await openRoom(token);
  await post('/api/v1/rooms', { headers: { authorization: `Bearer ${token}x` } });
  expect(server.logged.join('\n')).not.toMatch(token.slice(-20));
});
