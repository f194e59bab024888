import { parseArgs } from 'node:util';
import { isIP } from 'node:net';
import type { Feedback } from './media/downlink.js';

/** What one run does. */
export interface LoadOptions {
  readonly origin: string;
  readonly meetingCount: number;
  /** In each meeting. */
  readonly participantCount: number;
  /** How long everyone stays after the last has joined. */
  readonly stayMs: number;
  readonly publishes: { readonly video: boolean; readonly audio: boolean };
  /** In each meeting, the first so many to join. */
  readonly publisherCount: number;
  /** How many of a meeting's microphones carry speech at any time; they take turns. */
  readonly talkerCount: number;
  readonly layerCount: number;
  /** The joins are spread evenly over so long. */
  readonly joinSpreadMs: number;
  readonly feedback: Feedback;
  readonly isVerifying: boolean;
  /** Serving processes; found by themselves when undefined. */
  readonly pids: readonly number[] | undefined;
  readonly isJson: boolean;
}

export const USAGE = `Load for a Parley on this machine: synthetic participants that join by the public protocol, with ICE, DTLS and SRTP.

  npm run load -- [options]

  --url <address>           of the server; loopback only              http://localhost:3000
  --meetings <n>            how many meetings                         1
  --participants <n>        in each meeting                           2
  --seconds <n>             everyone stays after the last joined      20
  --publish <what>          video,audio | video | audio | none        video,audio
  --publishers <n>          of each meeting, the first to join        all
  --talkers <n>             microphones with speech at a time         1
  --layers <n>              simulcast layers of a camera, 1 to 3      3
  --join-spread-ms <n>      the joins are spread over so long         1000
  --feedback <kind>         transport-cc | remb | none                transport-cc
  --verify                  decrypt every packet, count forged ones
  --pids <pid,pid>          serving processes whose CPU is counted    those behind the address
  --json                    one JSON object instead of text
  --help
`;

/** More than this is not one machine's load, and would not end in time. */
const PARTICIPANTS_MAX_COUNT = 2_000;
const SECONDS_MAX = 3_600;
const JOIN_SPREAD_MAX_MS = 600_000;

/** @throws {Error} with a sentence for a person. */
export function readOptions(args: readonly string[]): LoadOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string', default: 'http://localhost:3000' },
      meetings: { type: 'string', default: '1' },
      participants: { type: 'string', default: '2' },
      seconds: { type: 'string', default: '20' },
      publish: { type: 'string', default: 'video,audio' },
      publishers: { type: 'string' },
      talkers: { type: 'string', default: '1' },
      layers: { type: 'string', default: '3' },
      'join-spread-ms': { type: 'string', default: '1000' },
      feedback: { type: 'string', default: 'transport-cc' },
      verify: { type: 'boolean', default: false },
      pids: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const meetingCount = whole('meetings', values.meetings, [1, 1_000]);
  const participantCount = whole('participants', values.participants, [1, PARTICIPANTS_MAX_COUNT]);
  if (meetingCount * participantCount > PARTICIPANTS_MAX_COUNT) {
    throw new Error(`--meetings times --participants must be at most ${PARTICIPANTS_MAX_COUNT}.`);
  }
  return {
    origin: loopbackOrigin(values.url),
    meetingCount,
    participantCount,
    stayMs: whole('seconds', values.seconds, [1, SECONDS_MAX]) * 1_000,
    publishes: publishesOf(values.publish),
    publisherCount: whole('publishers', values.publishers ?? String(participantCount), [0, participantCount]),
    talkerCount: whole('talkers', values.talkers, [0, participantCount]),
    layerCount: whole('layers', values.layers, [1, 3]),
    joinSpreadMs: whole('join-spread-ms', values['join-spread-ms'], [0, JOIN_SPREAD_MAX_MS]),
    feedback: feedbackOf(values.feedback),
    isVerifying: values.verify,
    pids: values.pids?.split(',').map((pid) => whole('pids', pid, [1, 2 ** 22])),
    isJson: values.json,
  };
}

/**
 * A load generator that reaches other machines is a weapon; this one does not.
 *
 * @throws {Error} when the address is not one of this machine's own loopback.
 */
export function loopbackOrigin(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Error(`--url must be an address such as http://localhost:3000, and is "${address}".`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (!isLoopback) throw new Error(`--url must be on this machine (localhost, 127.0.0.1 or [::1]); "${host}" is not.`);
  return url.origin;
}

function whole(name: string, text: string, [min, max]: readonly [number, number]): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new Error(`--${name} must be a whole number from ${min} to ${max}, and is "${text}".`);
  }
  return value;
}

function publishesOf(text: string): LoadOptions['publishes'] {
  const parts = text === 'none' ? [] : text.split(',');
  if (!parts.every((part) => part === 'video' || part === 'audio')) {
    throw new Error(`--publish must be video,audio, video, audio or none, and is "${text}".`);
  }
  return { video: parts.includes('video'), audio: parts.includes('audio') };
}

function feedbackOf(text: string): Feedback {
  if (text === 'transport-cc' || text === 'remb' || text === 'none') return text;
  throw new Error(`--feedback must be transport-cc, remb or none, and is "${text}".`);
}
