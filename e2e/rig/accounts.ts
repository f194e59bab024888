import { API_PREFIX } from '#contracts';
import type { Person } from './person.js';
import type { PostOffice } from './post-office.js';
import type { Stack } from './stack.js';

const PASSWORD = 'correct horse battery';

interface Wish {
  readonly stack: Pick<Stack, 'url'>;
  readonly postOffice: PostOffice;
  readonly account: { readonly email: string; readonly password: string; readonly name: string };
}

/** An account that is confirmed, as registering by mail makes it. @throws {Error} with the server's words when it does not. */
export async function makeAccount({ stack, postOffice, account }: Wish): Promise<void> {
  await post(stack.url, '/accounts', account);
  const link = await postOffice.linkFor(account.email, '/confirm');
  await post(stack.url, '/accounts/confirm', { token: new URL(link).hash.slice(1) });
}

/** Makes an account of somebody's name and signs them in on their page. */
export async function signIn({ name, page }: Person, { stack, postOffice }: Omit<Wish, 'account'>): Promise<void> {
  const email = `${name.toLowerCase()}@example.org`;
  await makeAccount({ stack, postOffice, account: { email, password: PASSWORD, name } });
  await page.goto(`${stack.url}/login?lang=en`);
  await page.getByLabel('E-mail address', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Your rooms' }).waitFor();
}

async function post(origin: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${origin}${API_PREFIX}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
