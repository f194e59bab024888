import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountView, SessionList, SignInOptions } from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { startTestApp, type TestApp } from './support/app.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { newMember, PASSWORD, problemOf, tokenIn, Visitor } from './support/visitor.js';

let server: TestApp;
let mails: MailServer;
let count = 0;

beforeAll(async () => {
  mails = await startMailServer();
  const limits = { ...DEFAULT_LIMITS, addressMails: { maxCount: 1_000, windowMs: 60_000 } };
  server = await startTestApp({ environment: { SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org' }, limits });
});
afterAll(async () => {
  await server.close();
  await mails.close();
});

const someone = () => new Visitor(server.url);
const newEmail = () => `person-${(count += 1)}@example.org`;
const member = (email = newEmail()) => newMember(server.url, mails, email);

describe('registering', () => {
  it('makes an account once the mailed link was opened, and once only', async () => {
    const [visitor, email] = [someone(), newEmail()];
    const wish = { email, password: PASSWORD, name: 'Ada Lovelace', language: 'de' };
    expect((await visitor.post('/accounts', wish)).status).toBe(202);
    const mail = await mails.mailTo(email);
    expect(mail.text).toMatch('http://meet.example.org/confirm#');
    expect(mail.text).toMatch('Guten Tag Ada Lovelace');
    expect(await problemOf(await visitor.post('/sessions', { email, password: PASSWORD }))).toMatchObject({
      status: 401,
    });

    const token = tokenIn(mail);
    expect((await visitor.post('/accounts/confirm', { token })).status).toBe(200);
    expect(await problemOf(await visitor.post('/accounts/confirm', { token }))).toMatchObject({ code: 'not-found' });

    const { account, identityId } = await visitor.signIn(email.toUpperCase());
    expect(account).toMatchObject({ email, name: 'Ada Lovelace', language: 'de', hasPassword: true });
    expect(identityId).toBe(account.accountId);
    expect(AccountView.parse(await (await visitor.get('/account')).json())).toEqual(account);
  });

  it('answers alike for an address with an account, whose owner alone is told', async () => {
    const email = newEmail();
    await member(email);
    const wish = (address: string) => ({ email: address, password: 'another good password', name: 'Eve' });
    const [taken, free] = await Promise.all([email, newEmail()].map((one) => someone().post('/accounts', wish(one))));
    expect([taken!.status, await taken!.text()]).toEqual([free!.status, await free!.text()]);
    const told = await mails.mailTo(email, 2);
    expect(told.text).toMatch('has an account already');
    expect(told.text).not.toMatch('#');
    expect((await someone().post('/sessions', wish(email))).status).toBe(400);
    expect((await someone().post('/sessions', { email, password: wish(email).password })).status).toBe(401);
  });

  it('lets the first of two links win, and the other is void', async () => {
    const [visitor, email] = [someone(), newEmail()];
    await visitor.post('/accounts', { email, password: 'the first password', name: 'First' });
    const first = tokenIn(await mails.mailTo(email));
    await visitor.post('/accounts', { email, password: 'the second password', name: 'Second' });
    const second = tokenIn(await mails.mailTo(email, 2));
    expect((await visitor.post('/accounts/confirm', { token: first })).status).toBe(200);
    expect((await visitor.post('/accounts/confirm', { token: second })).status).toBe(404);
    expect((await visitor.signIn(email, 'the first password')).account.name).toBe('First');
  });

  it.each([
    ['too short', 'correct horse!', /at least 15/],
    ['too long', 'x1'.repeat(129), /at most 256/],
    ['on every list', 'Password1234567', /easy to guess/],
    ['one character', 'eeeeeeeeeeeeeeee', /easy to guess/],
    ['one word again and again', 'sunshinesunshine', /easy to guess/],
    ['a row of keys', 'qwertyuiopasdfgh', /easy to guess/],
    ['their own name', 'Augusta Ada King 1', /easy to guess/],
  ])('refuses a password that is %s', async (_why, password, detail) => {
    const problem = await problemOf(
      await someone().post('/accounts', { email: newEmail(), password, name: 'Augusta Ada King' }),
    );
    expect(problem).toMatchObject({ status: 400, code: 'invalid-input', detail: expect.stringMatching(detail) });
  });

  it('takes any password of enough length, however it was typed', async () => {
    const email = newEmail();
    const password = 'Grüße 👋 '.repeat(20);
    await someone().post('/accounts', { email, password: password.normalize('NFD'), name: 'Ada' });
    await someone().post('/accounts/confirm', { token: tokenIn(await mails.mailTo(email)) });
    expect((await someone().signIn(email, password.normalize('NFC'))).account.email).toBe(email);
  });

  it('sends few mails to one address, and answers as ever', async () => {
    const email = newEmail();
    for (let times = 0; times < 8; times += 1) {
      expect((await someone().post('/password-resets', { email })).status).toBe(202);
      expect((await someone().post('/accounts', { email, password: PASSWORD, name: 'Ada' })).status).toBe(202);
    }
    await mails.mailTo(email, 2);
    expect(mails.received.filter(({ to }) => to.includes(email)).length).toBeLessThanOrEqual(5);
  });
});

describe('signing in', () => {
  it('hands the refresh token over in a cookie that no script and no other site gets at', async () => {
    const visitor = await member();
    expect(visitor.cookieRules.get('parley_refresh')).toMatch(/HttpOnly/);
    expect(visitor.cookieRules.get('parley_refresh')).toMatch(/SameSite=Strict/);
    expect(visitor.cookieRules.get('parley_refresh')).toMatch(/Path=\/api\/v1\/sessions;/);
    expect(visitor.cookieRules.get('parley_refresh')).not.toMatch(/Secure/);
  });

  it('answers alike for a wrong password and an unknown address', async () => {
    const email = newEmail();
    await member(email);
    const wrong = await someone().post('/sessions', { email, password: 'not the password' });
    const unknown = await someone().post('/sessions', { email: newEmail(), password: 'not the password' });
    expect([wrong.status, await wrong.text()]).toEqual([unknown.status, await unknown.text()]);
    expect(wrong.status).toBe(401);
  });

  it('is limited per account, from wherever', async () => {
    const email = newEmail();
    const statuses: number[] = [];
    for (let times = 0; times < 31; times += 1) {
      statuses.push((await someone().post('/sessions', { email, password: 'no' })).status);
    }
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401));
    expect(statuses[30]).toBe(429);
  });

  it('is asked for anew with the cookie, which changes each time', async () => {
    const visitor = await member();
    const before = visitor.cookies.get('parley_refresh');
    const { account } = await visitor.signedIn(await visitor.post('/sessions/refresh'));
    expect(visitor.cookies.get('parley_refresh')).not.toBe(before);
    expect((await visitor.get('/account')).status).toBe(200);
    expect(account.name).toBe('Ada');
  });

  it('survives two tabs that refresh at once, and an answer that was lost', async () => {
    const visitor = await member();
    const cookie = visitor.cookies.get('parley_refresh')!;
    const answers = await Promise.all([visitor.post('/sessions/refresh'), visitor.post('/sessions/refresh')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const after = visitor.cookies.get('parley_refresh');
    visitor.cookies.set('parley_refresh', cookie);
    expect((await visitor.post('/sessions/refresh')).status).toBe(200);
    expect(visitor.cookies.get('parley_refresh')).toBe(after);
  });

  it('ends where a refresh token is used that was exchanged twice since: somebody has copied it', async () => {
    const visitor = await member();
    const stolen = visitor.cookies.get('parley_refresh')!;
    await visitor.post('/sessions/refresh');
    await visitor.signedIn(await visitor.post('/sessions/refresh'));

    const thief = someone();
    thief.cookies.set('parley_refresh', stolen);
    expect(await problemOf(await thief.post('/sessions/refresh'))).toMatchObject({ status: 401 });
    expect(await problemOf(await visitor.post('/sessions/refresh'))).toMatchObject({ status: 401 });
    expect(await problemOf(await visitor.get('/account'))).toMatchObject({ status: 401 });
  });

  it('does not accept one kind of token for the other', async () => {
    const visitor = await member();
    const [access, refresh] = [visitor.token!, visitor.cookies.get('parley_refresh')!];
    visitor.token = refresh;
    expect((await visitor.get('/account')).status).toBe(401);
    visitor.cookies.set('parley_refresh', access);
    expect((await visitor.post('/sessions/refresh')).status).toBe(401);
    visitor.token = (await server.guest()).token;
    expect((await visitor.get('/account')).status).toBe(401);
  });
});

describe('sessions', () => {
  it('are listed, and end one by one', async () => {
    const email = newEmail();
    const here = await member(email);
    const there = someone();
    await there.signIn(email);
    const { sessions } = SessionList.parse(await (await here.get('/sessions')).json());
    expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);

    const stranger = await member();
    await stranger.remove(`/sessions/${sessions[0]!.sessionId}`);
    expect((await there.get('/account')).status).toBe(200);
    expect((await here.remove(`/sessions/${sessions[0]!.sessionId}`)).status).toBe(204);
    expect((await there.get('/account')).status).toBe(401);
    expect((await there.post('/sessions/refresh')).status).toBe(401);
    expect((await here.get('/account')).status).toBe(200);
  });

  it('end here with the cookie', async () => {
    const email = newEmail();
    const [here, there] = [await member(email), someone()];
    await there.signIn(email);
    expect((await here.remove('/sessions/current')).status).toBe(204);
    expect(here.cookies.size).toBe(0);
    expect([(await here.get('/account')).status, (await there.get('/account')).status]).toEqual([401, 200]);
  });

  it('end everywhere at once', async () => {
    const email = newEmail();
    const [here, there] = [await member(email), someone()];
    await there.signIn(email);
    expect((await here.remove('/sessions')).status).toBe(204);
    expect([(await here.get('/account')).status, (await there.get('/account')).status]).toEqual([401, 401]);
  });
});

describe('a new password', () => {
  it('ends every token and session of before, and goes on here', async () => {
    const email = newEmail();
    const [here, there] = [await member(email), someone()];
    await there.signIn(email);
    const old = here.token;
    const wrong = await here.put('/account/password', { current: 'wrong', password: 'a new good password' });
    expect(await problemOf(wrong)).toMatchObject({ status: 403, code: 'password' });
    await here.signedIn(await here.put('/account/password', { current: PASSWORD, password: 'a new good password' }));
    expect((await here.get('/account')).status).toBe(200);
    expect((await there.get('/account')).status).toBe(401);
    expect((await here.get('/account', { authorization: `Bearer ${old}` })).status).toBe(401);
    expect((await someone().post('/sessions', { email, password: PASSWORD })).status).toBe(401);
  });

  it('is set by a mailed link, once, which ends every session', async () => {
    const email = newEmail();
    const here = await member(email);
    expect((await someone().post('/password-resets', { email })).status).toBe(202);
    const token = tokenIn(await mails.mailTo(email, 2));
    const common = await someone().post('/password-resets/finish', { token, password: 'passwordpassword' });
    expect(common.status).toBe(400);
    expect((await someone().post('/password-resets/finish', { token, password: 'a new good password' })).status).toBe(
      204,
    );
    expect((await someone().post('/password-resets/finish', { token, password: 'another one again' })).status).toBe(
      404,
    );
    expect((await here.get('/account')).status).toBe(401);
    expect((await someone().signIn(email, 'a new good password')).account.email).toBe(email);
  });
});

describe('a profile', () => {
  it('changes by parts', async () => {
    const visitor = await member();
    await visitor.patch('/account', { name: 'Grace Hopper' });
    const answer = await visitor.patch('/account', { language: 'de-AT' });
    expect(AccountView.parse(await answer.json())).toMatchObject({ name: 'Grace Hopper', language: 'de-AT' });
  });

  it.each([
    { name: '' },
    { name: 'a\u202eb' },
    { name: 'x'.repeat(65) },
    { language: 'not a tag' },
    { email: 'x@y.zz' },
  ])('takes no %j', async (change) => {
    expect((await (await member()).patch('/account', change)).status).toBe(400);
  });
});

describe('other sites', () => {
  const FOREIGN = [
    'null',
    'https://evil.example',
    'http://meet.example.org.evil.example',
    'http://evil-meet.example.org',
    'https://meet.example.org',
    'http://meet.example.org:8080',
    'http://meet.example.org@evil.example',
    'http://MEET.example.org.',
    'file://',
    'http://localhost',
    'chrome-extension://abcdef',
    '',
  ];
  it.each(FOREIGN)('change nothing, from "%s"', async (origin) => {
    const visitor = await member();
    for (const path of ['/sessions/refresh', '/guests', '/password-resets']) {
      expect(await problemOf(await visitor.post(path, {}, { origin }))).toMatchObject({
        status: 403,
        code: 'forbidden',
      });
    }
  });

  it('change nothing without an Origin either, where a cookie came along', async () => {
    const visitor = await member();
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect((await visitor.post('/sessions/refresh', {}, headers)).status).toBe(403);
    }
  });
});

it('offers what is set up', async () => {
  expect(SignInOptions.parse(await (await someone().get('/sign-in-options')).json())).toEqual({ canRegister: true });
});

it('logs no tokens, passwords or mailed links', async () => {
  const visitor = await member();
  const log = server.logged.join('\n');
  for (const secret of [visitor.token!, visitor.cookies.get('parley_refresh')!, PASSWORD, '#']) {
    expect(log).not.toMatch(secret);
  }
});
