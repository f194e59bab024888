import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

type Act = 'kill database' | 'stop database' | 'start database' | 'kill redis' | 'start redis';

/** A PostgreSQL and, where this machine has one, a Redis that a test may kill without harming others. */
export interface FaultyServices {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  /** Resolves once it is done; what was started answers then. */
  tell(act: Act): Promise<void>;
  close(): Promise<void>;
}

/** They are a process of their own, as the project's scripts are. */
export async function startFaultyServices(): Promise<FaultyServices> {
  const script = join(process.cwd(), 'scripts', 'jest', 'faulty-services.ts');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('The services of this test have ended.');
    return value;
  };
  const { databaseUrl, redisUrl } = JSON.parse(await next()) as Pick<FaultyServices, 'databaseUrl' | 'redisUrl'>;
  return {
    databaseUrl,
    redisUrl,
    async tell(act) {
      child.stdin.write(`${act}\n`);
      await next();
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
