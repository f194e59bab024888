import { API_PREFIX, Problem, SessionIssued } from '#contracts';
import type { MailServer } from './mail-server.js';

export const PASSWORD = 'three words together';

type Body = object | undefined;

/** A browser without a page: keeps cookies, and an access token once it has one. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  /** What the server said of each cookie it last set. */
  readonly cookieRules = new Map<string, string>();
  token: string | undefined;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async send(
    method: string,
    path: string,
    body?: Body,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const answer = await fetch(`${this.#url}${API_PREFIX}${path}`, {
      method,
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      headers: {
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
        ...(this.cookies.size > 0 && {
          cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          // As browsers do for a page of the server's own.
          'sec-fetch-site': 'same-origin',
        }),
        ...headers,
      },
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  get = (path: string, headers = {}) => this.send('GET', path, undefined, headers);
  post = (path: string, body: Body = {}, headers = {}) => this.send('POST', path, body, headers);
  put = (path: string, body: Body = {}) => this.send('PUT', path, body);
  patch = (path: string, body: Body = {}) => this.send('PATCH', path, body);
  remove = (path: string) => this.send('DELETE', path);

  /** Takes the tokens of a sign-in up. */
  async signedIn(answer: Response): Promise<SessionIssued> {
    const issued = SessionIssued.parse(await answer.json());
    this.token = issued.token;
    return issued;
  }

  async signIn(email: string, password = PASSWORD): Promise<SessionIssued> {
    return this.signedIn(await this.post('/sessions', { email, password }));
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    this.cookieRules.set(name, line);
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export async function problemOf(answer: Response): Promise<Problem> {
  return Problem.parse(await answer.json());
}

/** What the link in a mail carries. */
export function tokenIn(mail: { readonly text: string }): string {
  const [, token] = /#([\w-]{43})/.exec(mail.text) ?? [];
  if (token === undefined) throw new Error(`There is no link in: ${mail.text}`);
  return token;
}

/** Somebody with a confirmed account, signed in. */
export async function newMember(url: string, mails: MailServer, email: string, name = 'Ada'): Promise<Visitor> {
  const visitor = new Visitor(url);
  await visitor.post('/accounts', { email, password: PASSWORD, name });
  await visitor.post('/accounts/confirm', { token: tokenIn(await mails.mailTo(email)) });
  await visitor.signIn(email);
  return visitor;
}
