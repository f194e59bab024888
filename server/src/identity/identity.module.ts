import { Global, Module } from '@nestjs/common';
import { TOKEN_VERIFIER } from '../wire/token-verifier.js';
import { GuestTokens } from './guest-tokens.js';
import { GuestsController } from './guests.controller.js';

/** Who somebody is: today a guest, known by the token of their device. */
@Global()
@Module({
  controllers: [GuestsController],
  providers: [GuestTokens, { provide: TOKEN_VERIFIER, useExisting: GuestTokens }],
  exports: [TOKEN_VERIFIER],
})
export class IdentityModule {}
