import { Global, Module } from '@nestjs/common';
import type { ServerConfig } from '#config';
import type { Log } from '#kernel';
import { LOG, SERVER_CONFIG } from '../core/tokens.js';
import { TOKEN_VERIFIER } from '../wire/token-verifier.js';
import { AccessTokens } from './access-tokens.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { AvatarsController } from './avatars/avatars.controller.js';
import { AvatarsService } from './avatars/avatars.service.js';
import { GuestTokens } from './guest-tokens.js';
import { GuestsController } from './guests.controller.js';
import { LogMailer, NoMailer } from './mail/log-mailer.js';
import { MAILER, type Mailer } from './mail/mailer.js';
import { Outbox } from './mail/outbox.js';
import { SmtpMailer } from './mail/smtp-mailer.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcService } from './oidc/oidc.service.js';
import { OpenSessions } from './open-sessions.js';
import { Passwords } from './passwords.js';
import { ProfilesController } from './profiles.controller.js';
import { ProfilesService } from './profiles.service.js';
import { ProvenTokens } from './proven-tokens.js';
import { RefreshCookie } from './refresh-cookie.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService, SessionTokens } from './sessions.service.js';
import { SignInOptionsController } from './sign-in-options.controller.js';

/** Who somebody is: a guest, known by the token of their device, or the owner of an account. */
@Global()
@Module({
  controllers: [
    GuestsController,
    AccountsController,
    ProfilesController,
    SessionsController,
    SignInOptionsController,
    OidcController,
    AvatarsController,
  ],
  providers: [
    GuestTokens,
    AccessTokens,
    RefreshTokens,
    SessionTokens,
    ProvenTokens,
    { provide: TOKEN_VERIFIER, useExisting: ProvenTokens },
    Passwords,
    { provide: MAILER, useFactory: openMailer, inject: [SERVER_CONFIG, LOG] },
    Outbox,
    AccountsService,
    ProfilesService,
    OpenSessions,
    SessionsService,
    RefreshCookie,
    OidcService,
    AvatarsService,
  ],
  exports: [TOKEN_VERIFIER, GuestTokens, Passwords, Outbox, AccountsService],
})
export class IdentityModule {}

/** Links that prove who somebody is belong into a log only where nobody but their owner reads it. */
function openMailer({ mail, mode }: ServerConfig, log: Log): Mailer {
  if (mail !== undefined) return new SmtpMailer(mail);
  return mode === 'local' ? new LogMailer(log) : new NoMailer();
}
