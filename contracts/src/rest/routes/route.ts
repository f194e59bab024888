import type { RefusalCode } from '../../errors.js';

/** Who may ask: anybody, a guest or an account by token, somebody signed in by token, or the holder of the refresh cookie. */
export type RouteCaller = 'anybody' | 'token?' | 'token' | 'account' | 'cookie';

/** One request of the REST API. The server serves and describes it from this, and clients may be written against it. */
export interface RestRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `API_PREFIX`. What stands in braces is a UUID, or an integer when its name ends in `Ms`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly about: string;
  readonly caller: RouteCaller;
  /** The name of a schema in `REST_SCHEMAS`, a file in the field `file` of a form, or bytes as they are. */
  readonly body?: string;
  readonly isBodyOptional?: true;
  /** The name of a schema in `REST_SCHEMAS`. */
  readonly query?: string;
  /** By status: the name of a schema in `REST_SCHEMAS`, a media type, or `nothing`. */
  readonly answers: Readonly<Record<number, string>>;
  /** Besides those that every route has: `too-many-requests`, `internal`, and `unauthenticated` where a token is needed. */
  readonly refusals: readonly RefusalCode[];
}

/** The body is a form with one file in its field `file`. */
export const FILE_BODY = 'file';
/** The body is bytes as they are, as `application/octet-stream`. */
export const BYTES_BODY = 'bytes';
/** The answer has no body. */
export const NO_ANSWER = 'nothing';
