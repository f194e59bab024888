import { Controller, Inject } from '@nestjs/common';
import type { ServerConfig } from '#config';
import { API_PREFIX, type SignInOptions } from '#contracts';
import { SERVER_CONFIG } from '../core/tokens.js';
import { Route } from '../wire/rest/route.js';
import { Outbox } from './mail/outbox.js';

/** What the sign-in page offers. */
@Controller(API_PREFIX)
export class SignInOptionsController {
  constructor(
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'oidc'>,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  @Route('sessions.options')
  options(): SignInOptions {
    const { oidc } = this.config;
    return { canRegister: this.outbox.isReady, ...(oidc !== undefined && { oidc: { name: oidc.name } }) };
  }
}
