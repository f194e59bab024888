// Compiles our media worker and puts it where the next start looks for it.
import { ownWorker } from './index.ts';

await ownWorker({ log: (line) => console.log(line) });
