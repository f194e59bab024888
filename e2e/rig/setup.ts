import { afterAll, jest } from '@jest/globals';
import { closeIdle, keepBrowsers } from './browsers.js';

/** Long enough for a start from nothing and a meeting of three on a busy machine; what is waited for says so itself, sooner. */
const TEST_MAX_MS = 240_000;

jest.setTimeout(TEST_MAX_MS);

// A person's browser serves the next one of the same voice: starting four of them takes longer than most of what they do.
keepBrowsers();
afterAll(closeIdle);
