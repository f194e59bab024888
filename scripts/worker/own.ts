// Compiles our media worker and puts it where the next start looks for it.
import { resolveWorker } from './index.ts';

await resolveWorker({ log: (line) => console.log(line), env: { ...process.env, PARLEY_WORKER: 'build' } });
