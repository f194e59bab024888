import { jest } from '@jest/globals';

/** Long enough for a start from nothing and a meeting of three on a busy machine; what is waited for says so itself, sooner. */
const TEST_MAX_MS = 240_000;

jest.setTimeout(TEST_MAX_MS);
