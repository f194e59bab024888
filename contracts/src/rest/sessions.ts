import { z } from 'zod';
import { SessionId } from '../ids.js';
import { ShownPassword } from './accounts.js';
import { AtMs, Email } from './common.js';

/** `POST /sessions`. */
export const SignInRequest = z.strictObject({ email: Email, password: ShownPassword });

/** One place where somebody is signed in. */
export const SessionView = z.strictObject({
  sessionId: SessionId,
  /** What the browser called itself when it signed in. */
  device: z.string().max(256),
  createdAtMs: AtMs,
  lastUsedAtMs: AtMs,
  /** True for the session that asks. */
  isCurrent: z.boolean(),
});
export type SessionView = z.output<typeof SessionView>;

/** Most sessions of one account; the longest unused one ends when another begins. */
export const SESSIONS_MAX_COUNT = 50;

/** `GET /sessions`, the last used first. */
export const SessionList = z.strictObject({ sessions: z.array(SessionView).max(SESSIONS_MAX_COUNT) });
export type SessionList = z.output<typeof SessionList>;

/** `GET /sign-in-options`: what this server's operator has set up. */
export const SignInOptions = z.strictObject({
  /** False when the server cannot send mail, so that nobody can register or reset a password. */
  canRegister: z.boolean(),
  /** The operator's own provider, by the name for its button. */
  oidc: z.strictObject({ name: z.string().max(64) }).exactOptional(),
});
export type SignInOptions = z.output<typeof SignInOptions>;

/** `POST /oidc/start`: the page goes to this address. */
export const OidcStarted = z.strictObject({ url: z.url().max(4_096) });
export type OidcStarted = z.output<typeof OidcStarted>;

/** `POST /oidc/finish`: the provider has led the browser to `/login/oidc`; this is that page's query, question mark included. */
export const OidcFinishRequest = z.strictObject({ query: z.string().startsWith('?').max(4_096) });
