import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our side and theirs of the line. Source: RFC 5737 section 3, addresses that nobody has. */
const OUR_ADDRESS = '192.0.2.1';
const THEIR_ADDRESS = '192.0.2.2';

/** True where network namespaces can be made: Linux, as root. */
export function canMakeNetworks(): boolean {
  try {
    execFileSync('ip', ['netns', 'list'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** A network of one's own, with one line to us that can be cut: as if somebody's router lost its way, without a word. */
export class Network {
  readonly name = `parley-${process.pid}`;
  readonly #line = `pl${process.pid}`;
  /** Where we are reached from there. */
  readonly address = OUR_ADDRESS;

  constructor() {
    const theirLine = `${this.#line}t`;
    ip('netns', 'add', this.name);
    ip('link', 'add', this.#line, 'type', 'veth', 'peer', 'name', theirLine, 'netns', this.name);
    ip('addr', 'add', `${OUR_ADDRESS}/30`, 'dev', this.#line);
    ip('link', 'set', this.#line, 'up');
    this.#there('addr', 'add', `${THEIR_ADDRESS}/30`, 'dev', theirLine);
    this.#there('link', 'set', theirLine, 'up');
    this.#there('link', 'set', 'lo', 'up');
    this.#there('route', 'add', 'default', 'via', OUR_ADDRESS);
  }

  /** A program that runs `command` there. It is put into `folder`. */
  programIn(folder: string, command: string): string {
    const file = join(folder, 'in-network.sh');
    writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${this.name} ${command} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** Nothing comes through any more, and nobody is told: the line itself stays up. */
  cut(): void {
    this.#filter('-I');
  }

  mend(): void {
    this.#filter('-D');
  }

  remove(): void {
    ip('netns', 'del', this.name);
  }

  #there(...args: readonly string[]): void {
    ip('-n', this.name, ...args);
  }

  #filter(change: '-I' | '-D'): void {
    const inside = ['netns', 'exec', this.name, 'iptables', change];
    execFileSync('ip', [...inside, 'INPUT', '-s', OUR_ADDRESS, '-j', 'DROP']);
    execFileSync('ip', [...inside, 'OUTPUT', '-d', OUR_ADDRESS, '-j', 'DROP']);
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args);
}
