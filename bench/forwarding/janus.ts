import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../e2e/rig/ports.js';
import type { Seat } from '../load/seat.js';
import { JanusSeat } from './janus-seat.js';
import { JanusSession } from './janus-signal.js';
import type { Subject } from './subject.js';

const START_WITHIN_MS = 15_000;
const ASK_AGAIN_AFTER_MS = 100;
const END_WITHIN_MS = 5_000;
const PUBLISHERS_MAX_COUNT = 500;
/** As Parley's media host has it. */
const INCOMING_MAX_BPS = 4_500_000;

/** All that Debian's package brings beside what is used here. */
const UNUSED_PLUGINS = 'audiobridge duktape echotest lua nosip recordplay sip streaming textroom videocall voicemail';
const UNUSED_TRANSPORTS = 'http mqtt nanomsg pfunix rabbitmq';
const UNUSED_EVENT_HANDLERS = 'gelfevh mqttevh nanomsgevh rabbitmqevh sampleevh wsevh';

/** Found on the path, as any program. */
const JANUS = 'janus';

/** True where Janus is installed. */
export function hasJanus(): boolean {
  return spawnSync(JANUS, ['--help'], { stdio: 'ignore' }).error === undefined;
}

/**
 * Janus with its VideoRoom plugin and everything else left out, forwarding the same, with the same SRTP: participants here
 * offer AEAD_AES_128_GCM and nothing else. It passes the loopback interface over, so the machine must have another address.
 *
 * @throws {Error} when it does not start.
 */
export async function janus(): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-janus-'));
  const port = await freePort();
  for (const [name, text] of Object.entries(settings(port))) writeFileSync(join(folder, name), text);
  const child = spawn(JANUS, ['--configs-folder', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `ws://127.0.0.1:${port}`;
  try {
    await listening(child, url);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return {
    name: 'Janus',
    serving: () => (child.pid === undefined ? [] : [{ pid: child.pid, part: 'media host' }]),
    seats: (count) => seatsIn(url, count),
    stop,
  };
}

/**
 * Packets are encrypted and paths are checked as anywhere; only what is not measured is left out. One loop carries all media,
 * as one worker does beside it: by default each connection has a thread of its own, which costs more CPU per packet.
 */
function settings(port: number): Readonly<Record<string, string>> {
  return {
    'janus.jcfg': `
general: { event_loops = 1, debug_level = 2, debug_colors = false, debug_timestamps = false }
nat: { ice_lite = true, ice_tcp = false, full_trickle = false, ignore_mdns = true }
media: { ipv6 = false, rtp_port_range = "20000-59999" }
plugins: { disable = "${libraries(UNUSED_PLUGINS)}" }
transports: { disable = "${libraries(UNUSED_TRANSPORTS)}" }
loggers: { disable = "${libraries('jsonlog')}" }
events: { broadcast = false, disable = "${libraries(UNUSED_EVENT_HANDLERS)}" }
`,
    'janus.transport.websockets.jcfg': `
general: { events = false, json = "compact", ws = true, ws_port = ${port}, ws_ip = "127.0.0.1", wss = false }
admin: { admin_ws = false, admin_wss = false }
`,
    'janus.plugin.videoroom.jcfg': `
general: { events = false }
`,
  };
}

function libraries(names: string): string {
  return names
    .split(' ')
    .map((name) => `libjanus_${name}.so`)
    .join(',');
}

/** Resolves once it listens. @throws {Error} when it ends before, or never does. */
async function listening(child: ChildProcess, url: string): Promise<void> {
  let fault: Error | undefined;
  child.once('error', (error) => (fault = error));
  for (const until = performance.now() + START_WITHIN_MS; performance.now() < until;) {
    await sleep(ASK_AGAIN_AFTER_MS);
    if (fault !== undefined) throw fault;
    if (child.exitCode !== null) throw new Error(`Janus ended with code ${child.exitCode} before it listened.`);
    const session = await JanusSession.open(url).catch(() => undefined);
    if (session !== undefined) return await session.close();
  }
  throw new Error('Janus does not listen.');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
  child.kill('SIGTERM');
  await exit;
  clearTimeout(timer);
}

async function seatsIn(url: string, count: number): Promise<readonly Seat[]> {
  const room = await newRoom(url);
  return Promise.all(Array.from({ length: count }, () => JanusSeat.prepare(url, room)));
}

/** @throws {Error} when it is refused. */
async function newRoom(url: string): Promise<number> {
  const session = await JanusSession.open(url);
  try {
    const { room } = await session.request(await session.attach(), {
      request: 'create',
      publishers: PUBLISHERS_MAX_COUNT,
      bitrate: INCOMING_MAX_BPS,
      audiocodec: 'opus',
      videocodec: 'vp8',
      opus_fec: true,
      audiolevel_ext: true,
      transport_wide_cc_ext: true,
      videoorient_ext: false,
      playoutdelay_ext: false,
      notify_joining: false,
    });
    if (room === undefined) throw new Error('Janus made no room.');
    return room;
  } finally {
    await session.close();
  }
}
