import { Global, Module } from '@nestjs/common';
import { ACCOUNT_RECORDS } from '../identity/account-records.js';
import { SESSION_RECORDS } from '../identity/session-records.js';
import { PgAccountRecords } from './pg-account-records.js';
import { PgSessionRecords } from './pg-session-records.js';

/** Where accounts and sessions are kept. */
@Global()
@Module({
  providers: [
    { provide: ACCOUNT_RECORDS, useClass: PgAccountRecords },
    { provide: SESSION_RECORDS, useClass: PgSessionRecords },
  ],
  exports: [ACCOUNT_RECORDS, SESSION_RECORDS],
})
export class IdentityStorageModule {}
