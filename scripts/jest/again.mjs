// Tests with real processes, sockets and browsers run on shared machines, where one may be starved for seconds. Such a test
// gets one more try, and what went wrong in the first is printed, so that a flaw that comes and goes is seen all the same.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
