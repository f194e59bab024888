import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import {
  InvalidInput,
  Refusal,
  REFUSALS,
  toWireError,
  type Problem,
  type RefusalCode,
  type WireError,
} from '#contracts';
import type { Log } from '#kernel';
import { asRefusal } from '../../core/absence.js';
import { TALLY, type Tally } from '../../core/tally.js';
import { LOG } from '../../core/tokens.js';

/** The one way out for errors over REST. Source: RFC 9457. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOG) private readonly log: Log,
    @Inject(TALLY) private readonly tally: Tally,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.#problemOf(thrown);
    this.tally.refused('rest', problem.code as RefusalCode);
    if (response.headersSent) return void response.end();
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  #problemOf(thrown: unknown): Problem {
    const status = outsideStatus(thrown);
    if (status !== undefined)
      return problem(status, OUTSIDE[status] ?? { code: 'invalid-input', message: 'The request could not be read.' });
    const error = toWireError(asRefusal(thrown), (fault) => this.log.error({ fault }, 'a REST request failed'));
    const issue = thrown instanceof Refusal || thrown instanceof InvalidInput ? thrown.issue : undefined;
    return { ...problem(REFUSALS[error.code].http, error), ...(issue !== undefined && { issue }) };
  }
}

/** What Express and Nest refuse before any of our code runs; their own words are not passed on. */
const OUTSIDE: Readonly<Record<number, WireError>> = {
  400: { code: 'invalid-input', message: 'The request could not be read; its body must be JSON.' },
  404: { code: 'not-found', message: 'There is nothing at this address.' },
  413: { code: 'invalid-input', message: 'The request is too large.' },
  415: { code: 'invalid-input', message: 'The body of the request is in a form that is not understood here.' },
};

function outsideStatus(thrown: unknown): number | undefined {
  const status = thrown instanceof HttpException ? thrown.getStatus() : parserStatus(thrown);
  return status !== undefined && status >= 400 && status < 500 ? status : undefined;
}

/** The body parser throws plain errors with a `status` and a `type`; nothing of ours has both. */
function parserStatus(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('status' in thrown) || !('type' in thrown)) return undefined;
  return typeof thrown.status === 'number' ? thrown.status : undefined;
}

function problem(status: number, { code, message }: WireError): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, code, detail: message };
}
