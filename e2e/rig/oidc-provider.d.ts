/** As much of the package as the tests use; it brings no types along. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface Person {
    readonly accountId: string;
    claims(): Promise<object>;
  }

  interface Settings {
    readonly findAccount: (context: unknown, id: string) => Person;
    readonly [setting: string]: unknown;
  }

  export class Provider {
    constructor(issuer: string, settings: Settings);
    callback(): RequestListener;
  }
}
