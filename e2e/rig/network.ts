import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our side of the line, and the two that theirs may have. Source: RFC 5737 section 3, addresses that nobody has. */
const OUR_ADDRESS = '198.51.100.1';
const THEIR_ADDRESSES = ['198.51.100.2', '198.51.100.3'] as const;
const PREFIX_LENGTH = 29;
/** An interface that there is not. */
const NOBODY = '02:00:00:00:00:99';

/** True where network namespaces can be made, and what crosses them filtered: Linux, as root, with iproute2 and nftables. */
export function canMakeNetworks(): boolean {
  try {
    execFileSync('ip', ['netns', 'list'], { stdio: 'ignore' });
    execFileSync('nft', ['--version'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** A network of one's own, with one line to us that can be bad in many ways, without a word to either end. */
export class Network {
  readonly name = `parley-${process.pid}`;
  readonly #line = `pl${process.pid}`;
  readonly #theirLine = `${this.#line}t`;
  /** Where we are reached from there. */
  readonly address = OUR_ADDRESS;
  #theirs: (typeof THEIR_ADDRESSES)[number] = THEIR_ADDRESSES[0];

  constructor() {
    ip('netns', 'add', this.name);
    ip('link', 'add', this.#line, 'type', 'veth', 'peer', 'name', this.#theirLine, 'netns', this.name);
    ip('addr', 'add', `${OUR_ADDRESS}/${PREFIX_LENGTH}`, 'dev', this.#line);
    ip('link', 'set', this.#line, 'up');
    this.#there('link', 'set', this.#theirLine, 'up');
    this.#there('link', 'set', 'lo', 'up');
    this.#settle();
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
    ip('neigh', 'replace', this.#theirs, 'lladdr', NOBODY, 'nud', 'permanent', 'dev', this.#line);
    this.#there('neigh', 'replace', OUR_ADDRESS, 'lladdr', NOBODY, 'nud', 'permanent', 'dev', this.#theirLine);
  }

  mend(): void {
    ip('neigh', 'del', this.#theirs, 'dev', this.#line);
    this.#there('neigh', 'del', OUR_ADDRESS, 'dev', this.#theirLine);
  }

  /** Nothing comes through any more, and they are told so at once, at each try: connections are reset, packets refused. */
  refuse(): void {
    this.#filter([
      'chain output { type filter hook output priority 0; meta l4proto tcp reject with tcp reset; reject; }',
      'chain input { type filter hook input priority 0; iif "lo" accept; drop; }',
    ]);
  }

  accept(): void {
    this.#filter([]);
  }

  /** As between one Wi-Fi and the next: what was sent from the old address is lost, and the new one is there at once. */
  changeAddress(): void {
    this.#there('addr', 'flush', 'dev', this.#theirLine);
    this.#theirs = this.#theirs === THEIR_ADDRESSES[0] ? THEIR_ADDRESSES[1] : THEIR_ADDRESSES[0];
    this.#settle();
  }

  /** Of all UDP packets, each way, this share is lost from now on: all with 1, none with 0. */
  loseUdp(ratio: number): void {
    const perThousand = Math.round(ratio * 1_000);
    const rule = `meta l4proto udp numgen random mod 1000 <= ${perThousand - 1} drop`;
    const chains = ['input', 'output'].map((hook) => `chain ${hook} { type filter hook ${hook} priority 0; ${rule}; }`);
    this.#filter(perThousand === 0 ? [] : chains);
  }

  /** What comes to them is no more than this, in bit/s, through a queue such as a home router has; undefined ends it. */
  limitDownload(bps: number | undefined): void {
    if (bps === undefined) return void execFileSync('tc', ['qdisc', 'del', 'dev', this.#line, 'root']);
    const bucket = ['tbf', 'rate', `${bps}bit`, 'burst', '8kb', 'latency', '200ms'];
    execFileSync('tc', ['qdisc', 'replace', 'dev', this.#line, 'root', ...bucket]);
  }

  /** What a stack listens and is announced with, to be reached from there. `{port}` as in `Stack.start`. */
  get settings(): Readonly<Record<string, string>> {
    return {
      PUBLIC_URL: `http://${OUR_ADDRESS}:{port}`,
      MEDIA_LISTEN_ADDRESS: '0.0.0.0',
      MEDIA_ANNOUNCED_ADDRESS: OUR_ADDRESS,
    };
  }

  remove(): void {
    ip('link', 'del', this.#line);
    ip('netns', 'del', this.name);
  }

  /** Theirs is filtered by these from now on, and by nothing else. */
  #filter(chains: readonly string[]): void {
    const table = chains.length === 0 ? [] : ['table inet parley {', ...chains, '}'];
    const input = ['table inet parley', 'delete table inet parley', ...table, ''].join('\n');
    execFileSync('ip', ['netns', 'exec', this.name, 'nft', '-f', '-'], { input });
  }

  #settle(): void {
    this.#there('addr', 'add', `${this.#theirs}/${PREFIX_LENGTH}`, 'dev', this.#theirLine);
    this.#there('route', 'replace', 'default', 'via', OUR_ADDRESS);
  }

  #there(...args: readonly string[]): void {
    ip('-n', this.name, ...args);
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args);
}
