import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our side and theirs of the line. Source: RFC 5737 section 3, addresses that nobody has. */
const OUR_ADDRESS = '198.51.100.1';
const THEIR_ADDRESS = '198.51.100.2';
/** An interface that there is not. */
const NOBODY = '02:00:00:00:00:99';

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
  readonly #theirLine = `${this.#line}t`;
  /** Where we are reached from there. */
  readonly address = OUR_ADDRESS;

  constructor() {
    ip('netns', 'add', this.name);
    ip('link', 'add', this.#line, 'type', 'veth', 'peer', 'name', this.#theirLine, 'netns', this.name);
    ip('addr', 'add', `${OUR_ADDRESS}/30`, 'dev', this.#line);
    ip('link', 'set', this.#line, 'up');
    this.#there('addr', 'add', `${THEIR_ADDRESS}/30`, 'dev', this.#theirLine);
    this.#there('link', 'set', this.#theirLine, 'up');
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

  /** Nothing comes through any more, and nobody is told: the line stays up, but packets are for nobody at its end. */
  cut(): void {
    ip('neigh', 'replace', THEIR_ADDRESS, 'lladdr', NOBODY, 'nud', 'permanent', 'dev', this.#line);
    this.#there('neigh', 'replace', OUR_ADDRESS, 'lladdr', NOBODY, 'nud', 'permanent', 'dev', this.#theirLine);
  }

  mend(): void {
    ip('neigh', 'del', THEIR_ADDRESS, 'dev', this.#line);
    this.#there('neigh', 'del', OUR_ADDRESS, 'dev', this.#theirLine);
  }

  remove(): void {
    ip('link', 'del', this.#line);
    ip('netns', 'del', this.name);
  }

  #there(...args: readonly string[]): void {
    ip('-n', this.name, ...args);
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args);
}
