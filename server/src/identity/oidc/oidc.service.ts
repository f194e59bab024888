import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import * as client from 'openid-client';
import type { OidcConfig, ServerConfig } from '#config';
import { AccountId, DisplayName, Email, Refusal } from '#contracts';
import { SharedTask, type Clock, type Log } from '#kernel';
import { CLOCK, LOG, SERVER_CONFIG } from '../../core/tokens.js';
import { ACCOUNT_RECORDS, type Account, type AccountRecords, type ExternalIdentity } from '../account-records.js';

const SCOPE = 'openid email profile';
/** Longest any answer of the provider may take, in seconds. */
const ANSWER_MAX_S = 10;

/** What the browser keeps while somebody is at the provider; nothing of it is of use to anybody else. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** Source: RFC 7636. */
  readonly verifier: string;
}

/** Signing in with the operator's own provider: authorization code with PKCE. Source: OpenID Connect Core 1.0. */
@Injectable()
export class OidcService {
  /** Asked once; asked again only after a failure. */
  readonly #discovering = new SharedTask<string, client.Configuration>();

  constructor(
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'oidc' | 'publicUrl' | 'mode'>,
    @Inject(ACCOUNT_RECORDS) private readonly accounts: AccountRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws {Refusal} `unavailable` when there is no provider, or it does not answer. */
  async start(): Promise<{ readonly url: string; readonly attempt: Attempt }> {
    const provider = await this.#provider();
    const attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: this.#returnUrl(),
      scope: SCOPE,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, attempt };
  }

  /**
   * The account of who comes back from the provider; made, when there is none yet.
   *
   * @throws {Refusal} `unauthenticated` when what came back is not what was begun; `forbidden` when the provider does not
   *   vouch for an address; `unavailable`.
   */
  async finish(attempt: Attempt, query: string): Promise<Account> {
    const provider = await this.#provider();
    const claims = await this.#claims(provider, attempt, query);
    const identity = { issuer: claims.iss, subject: claims.sub };
    const known = await this.accounts.findByExternal(identity);
    if (known !== undefined) return known;
    const email = Email.safeParse(claims['email']).data;
    if (email === undefined || claims['email_verified'] !== true) {
      throw new Refusal('forbidden', 'Your provider does not confirm an e-mail address for you.');
    }
    return this.#welcome(identity, email, claims['name']);
  }

  /** Whoever owns the address by the word of the operator's provider owns the account with it. */
  async #welcome(identity: ExternalIdentity, email: string, name: unknown): Promise<Account> {
    const account: Account = {
      accountId: AccountId.parse(randomUUID()),
      email,
      name: DisplayName.safeParse(name).data ?? DisplayName.parse(email.split('@')[0]?.slice(0, 64)),
      language: undefined,
      avatarId: undefined,
      passwordHash: undefined,
      createdAtMs: this.clock.nowMs(),
    };
    if (await this.accounts.create(account, identity)) return account;
    const owner = await this.accounts.findByEmail(email);
    if (owner === undefined) throw new Refusal('unavailable', 'Please try again.');
    await this.accounts.attach(owner.accountId, identity);
    return owner;
  }

  async #claims(provider: client.Configuration, { state, nonce, verifier }: Attempt, query: string) {
    try {
      const tokens = await client.authorizationCodeGrant(provider, new URL(`${this.#returnUrl()}${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('The provider sent no ID token.');
      // Providers may tell address and name only when asked for them.
      const told = await client.fetchUserInfo(provider, tokens.access_token, claims.sub);
      return { ...told, ...claims };
    } catch (fault) {
      this.log.info(
        { fault: fault instanceof Error ? fault.message : 'unknown' },
        'a sign-in with the provider failed',
      );
      throw new Refusal('unauthenticated', 'Signing in did not work out; please start again.');
    }
  }

  async #provider(): Promise<client.Configuration> {
    const { oidc } = this.config;
    if (oidc === undefined) throw new Refusal('unavailable', 'This server has no other way to sign in.');
    try {
      return await this.#discovering.get(oidc.issuer, () => this.#discover(oidc));
    } catch (fault) {
      this.log.warn({ fault: fault instanceof Error ? fault.message : 'unknown' }, 'the provider could not be reached');
      throw new Refusal('unavailable', 'The sign-in service does not answer; try again later.');
    }
  }

  #discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<client.Configuration> {
    const isPlain = issuer.startsWith('http:');
    // Without TLS anybody on the way can be anybody. For a provider on a developer's own machine only.
    if (isPlain && this.config.mode === 'production') throw new Error('OIDC_ISSUER must be an https address.');
    return client.discovery(new URL(issuer), clientId, clientSecret.reveal(), undefined, {
      timeout: ANSWER_MAX_S,
      ...(isPlain && { execute: [client.allowInsecureRequests] }),
    });
  }

  #returnUrl(): string {
    return `${this.config.publicUrl}/login/oidc`;
  }
}
