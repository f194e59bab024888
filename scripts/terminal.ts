// What a person sees while Parley starts: one line per step, the running one alive, and the parts' log lines between.
import { progressInWords, inWords } from './estimate.ts';

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write: (text: string) => unknown;
}

export interface Step {
  /** Shown behind the step's name while it runs. */
  note: (text: string) => void;
  /** @param doneRatio 0..1 @param leftMs where the work can tell it better than by its share */
  progress: (doneRatio: number, leftMs?: number) => void;
}

export interface StepOptions {
  readonly name: string;
  /** How long it usually takes, when it takes long enough to matter. */
  readonly usualMs?: number | undefined;
}

const redrawMs = 250;
/** Where the line cannot be redrawn (a file, a pipe), a new one is written this often. */
const plainMs = 10_000;
/** Some terminals do not say, or say 0. */
const assumedColumns = 80;
const clearLine = '\r\u001b[K';

const colours = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, grey: 90 } as const;
export type Colour = keyof typeof colours;

interface Running {
  readonly name: string;
  readonly usualMs: number | undefined;
  readonly startedAtMs: number;
  note: string;
  doneRatio: number | undefined;
  /** When it will probably be over. */
  endsAtMs: number | undefined;
}

/** Everything written goes through here, so that log lines and the live line do not run into each other. */
export class Terminal {
  readonly #output: Output;
  readonly #isLive: boolean;
  #running: Running | undefined;

  constructor(output: Output = process.stdout, env: NodeJS.ProcessEnv = process.env) {
    this.#output = output;
    this.#isLive = output.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'];
  }

  paint(colour: Colour, text: string): string {
    return this.#isLive && !process.env['NO_COLOR'] ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
  }

  line(text: string): void {
    this.#output.write(this.#isLive && this.#running !== undefined ? `${clearLine}${text}\n` : `${text}\n`);
    this.#draw();
  }

  async step<T>({ name, usualMs }: StepOptions, work: (step: Step) => Promise<T>): Promise<T> {
    const startedAtMs = performance.now();
    const running: Running = { name, usualMs, startedAtMs, note: '', doneRatio: undefined, endsAtMs: undefined };
    this.#running = running;
    const timer = setInterval(
      () => (this.#isLive ? this.#draw() : this.#output.write(`  ${this.#describe(running)}\n`)),
      this.#isLive ? redrawMs : plainMs,
    );
    this.#draw();
    const step: Step = {
      note: (text) => (running.note = text),
      progress: (doneRatio, leftMs) => {
        running.doneRatio = doneRatio;
        running.endsAtMs = leftMs === undefined ? undefined : performance.now() + leftMs;
      },
    };
    try {
      const result = await work(step);
      this.#end(
        `${this.paint('green', '✓')} ${name}${running.note === '' ? '' : ` (${running.note})`} ${this.paint('grey', inWords(performance.now() - running.startedAtMs))}`,
      );
      return result;
    } catch (error) {
      this.#end(`${this.paint('red', '✗')} ${name}`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  #end(text: string): void {
    this.#running = undefined;
    this.#output.write(`${this.#isLive ? clearLine : ''}${text}\n`);
  }

  #describe(running: Running): string {
    const nowMs = performance.now();
    const measured = {
      elapsedMs: nowMs - running.startedAtMs,
      leftMs: running.endsAtMs === undefined ? undefined : running.endsAtMs - nowMs,
      doneRatio: running.doneRatio,
      usualMs: running.usualMs,
    };
    return `${running.name}${running.note === '' ? '' : ` (${running.note})`} … ${progressInWords(measured)}`;
  }

  #draw(): void {
    if (!this.#isLive || this.#running === undefined) return;
    const text = `  ${this.#describe(this.#running)}`;
    // A line that wraps could not be wiped again.
    this.#output.write(`${clearLine}${text.slice(0, (this.#output.columns || assumedColumns) - 1)}`);
  }
}
