import { randomBytes, randomUUID } from 'node:crypto';
import {
  TransportId,
  type DtlsParameters,
  type IceParameters,
  type RtpParameters,
  type TransportOffer,
} from '#contracts';

/*
 * As much of SDP as it takes to talk to Janus: the offer of a publisher, the answer of a subscriber, and what Janus says in
 * its own. Sources: RFC 8866, RFC 8829, RFC 8843 (bundle), RFC 8839 (ICE), RFC 8122 (fingerprints).
 */

type Codec = RtpParameters['codecs'][number];

/** Janus needs no candidate of ours: it takes the address that our checks come from. */
const NO_ADDRESS = 'IN IP4 0.0.0.0';
/** The port of a section whose candidates are told elsewhere; 0 would refuse it. Source: RFC 8839 section 4.2.1.1. */
const UNKNOWN_PORT = 9;
const FRAGMENT_BYTES = 4;
const PASSWORD_BYTES = 16;
const FINGERPRINT_ALGORITHM = 'sha-256';
/** What an answer repeats of an offer that it takes whole. */
const REPEATED = /^a=(mid|rtpmap|fmtp|rtcp-fb|extmap|rtcp-mux|rtcp-rsize)\b/;

/** What we say of our end of one transport. */
export interface OwnEnd {
  readonly ice: IceParameters;
  readonly dtls: DtlsParameters;
}

/** An end that nobody has spoken of before. */
export function newEnd(dtls: DtlsParameters): OwnEnd {
  const usernameFragment = randomBytes(FRAGMENT_BYTES).toString('hex');
  return { ice: { usernameFragment, password: randomBytes(PASSWORD_BYTES).toString('hex') }, dtls };
}

/** One stream to come, as an offer announces it. */
export interface AnnouncedStream {
  readonly kind: 'audio' | 'video';
  readonly mid: string;
  readonly ssrc: number;
  readonly codec: Codec;
  readonly headerExtensions: readonly { readonly uri: string; readonly id: number }[];
}

/** Our offer to send these streams, all over one transport, with us as the DTLS client. */
export function publisherOffer(streams: readonly RtpParameters[], end: OwnEnd): string {
  const own = transportLines(end);
  const mids = streams.map(({ mid }, index) => mid ?? String(index));
  const sections = streams.map((stream, index) => sectionOf(stream, mids[index] ?? '', own));
  return joined([...head(mids), ...sections.flat()]);
}

/** Our answer to all that an offer announces, with us as the DTLS client. */
export function subscriberAnswer(offer: string, end: OwnEnd): string {
  const own = transportLines(end);
  const sections = sectionsOf(offer);
  const answers = sections.map((lines) => {
    const [media = ''] = lines;
    const direction = isSending(lines) ? 'recvonly' : 'inactive';
    return [media, `c=${NO_ADDRESS}`, ...lines.filter((line) => REPEATED.test(line)), `a=${direction}`, ...own];
  });
  const mids = sections.map((lines) => value(lines, 'mid') ?? '');
  return joined([...head(mids), ...answers.flat()]);
}

/** Where and how Janus is reached. @throws {Error} when it does not say so. */
export function transportOf(description: string): TransportOffer {
  const lines = linesOf(description);
  const usernameFragment = value(lines, 'ice-ufrag');
  const password = value(lines, 'ice-pwd');
  const fingerprint = value(lines, 'fingerprint')?.split(' ')[1];
  if (usernameFragment === undefined || password === undefined || fingerprint === undefined)
    throw new Error('The description names no transport.');
  return {
    transportId: TransportId.parse(randomUUID()),
    iceParameters: { usernameFragment, password, iceLite: lines.includes('a=ice-lite') },
    iceCandidates: candidatesIn(lines),
    dtlsParameters: { role: 'server', fingerprints: [{ algorithm: FINGERPRINT_ALGORITHM, value: fingerprint }] },
  };
}

/** The streams that an offer announces, without sections that carry nothing. */
export function announcedStreams(offer: string): AnnouncedStream[] {
  return sectionsOf(offer).flatMap((lines) => {
    const [kind, , , payloadType] = (lines[0] ?? '').slice('m='.length).split(' ');
    const ssrc = Number(value(lines, 'ssrc')?.split(' ')[0]);
    const codec = codecOf(lines, `${kind}`, Number(payloadType));
    if ((kind !== 'audio' && kind !== 'video') || !isSending(lines) || !(ssrc > 0) || codec === undefined) return [];
    return [{ kind, mid: value(lines, 'mid') ?? '', ssrc, codec, headerExtensions: extensionsIn(lines) }];
  });
}

/** How many of the streams in our offer this answer takes. */
export function takenCount(answer: string): number {
  return sectionsOf(answer).filter(([media = '', ...lines]) => !/^m=\w+ 0 /.test(media) && isReceiving(lines)).length;
}

function transportLines({ ice, dtls }: OwnEnd): string[] {
  const [fingerprint] = dtls.fingerprints;
  return [
    `a=ice-ufrag:${ice.usernameFragment}`,
    `a=ice-pwd:${ice.password}`,
    `a=fingerprint:${FINGERPRINT_ALGORITHM} ${fingerprint?.value ?? ''}`,
    'a=setup:active',
  ];
}

function head(mids: readonly string[]): string[] {
  return ['v=0', `o=- 1 1 ${NO_ADDRESS}`, 's=-', 't=0 0', `a=group:BUNDLE ${mids.join(' ')}`, 'a=msid-semantic: WMS *'];
}

function sectionOf(stream: RtpParameters, mid: string, own: readonly string[]): string[] {
  const { codecs, headerExtensions = [], encodings, rtcp } = stream;
  const kind = codecs[0]?.mimeType.split('/')[0] ?? '';
  const [encoding] = encodings;
  const ssrcs = [encoding?.ssrc, encoding?.rtx?.ssrc].filter((ssrc) => ssrc !== undefined);
  return [
    `m=${kind} ${UNKNOWN_PORT} UDP/TLS/RTP/SAVPF ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    `c=${NO_ADDRESS}`,
    `a=mid:${mid}`,
    'a=sendonly',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...own,
    ...headerExtensions.map(({ uri, id }) => `a=extmap:${id} ${uri}`),
    ...codecs.flatMap(codecLines),
    `a=msid:load ${kind}`,
    ...(ssrcs.length > 1 ? [`a=ssrc-group:FID ${ssrcs.join(' ')}`] : []),
    ...ssrcs.map((ssrc) => `a=ssrc:${ssrc} cname:${rtcp?.cname ?? 'load'}`),
  ];
}

function codecLines({ mimeType, payloadType, clockRate, channels, parameters, rtcpFeedback = [] }: Codec): string[] {
  const encoding = [mimeType.split('/')[1], clockRate, ...(channels === undefined ? [] : [channels])].join('/');
  const settings = Object.entries(parameters ?? {}).map(([name, setting]) => `${name}=${setting}`);
  return [
    `a=rtpmap:${payloadType} ${encoding}`,
    ...(settings.length === 0 ? [] : [`a=fmtp:${payloadType} ${settings.join(';')}`]),
    ...rtcpFeedback.map(({ type, parameter = '' }) => `a=rtcp-fb:${payloadType} ${type} ${parameter}`.trimEnd()),
  ];
}

function codecOf(lines: readonly string[], kind: string, payloadType: number): Codec | undefined {
  const encoding = value(lines, `rtpmap:${payloadType}`, ' ');
  const [name, clockRate, channels] = encoding?.split('/') ?? [];
  if (name === undefined) return undefined;
  return {
    mimeType: `${kind}/${name}`,
    payloadType,
    clockRate: Number(clockRate),
    ...(channels === undefined ? {} : { channels: Number(channels) }),
  };
}

function extensionsIn(lines: readonly string[]): { readonly uri: string; readonly id: number }[] {
  return lines.flatMap((line) => {
    const [, id, uri] = /^a=extmap:(\d+)(?:\/\w+)? (\S+)/.exec(line) ?? [];
    return uri === undefined ? [] : [{ uri, id: Number(id) }];
  });
}

function candidatesIn(lines: readonly string[]): TransportOffer['iceCandidates'] {
  const all = lines.filter((line) => line.startsWith('a=candidate:')).map((line) => line.slice('a=candidate:'.length));
  return [...new Set(all)].flatMap((line) => {
    const [foundation = '', , protocol, priority, address = '', port, , type] = line.split(' ');
    if (protocol?.toLowerCase() !== 'udp' || type !== 'host') return [];
    return [{ foundation, priority: Number(priority), address, protocol: 'udp', port: Number(port), type }];
  });
}

function isSending(lines: readonly string[]): boolean {
  return !lines.includes('a=recvonly') && !lines.includes('a=inactive');
}

function isReceiving(lines: readonly string[]): boolean {
  return !lines.includes('a=sendonly') && !lines.includes('a=inactive');
}

/** Each from its line of media on. */
function sectionsOf(description: string): string[][] {
  const sections: string[][] = [];
  for (const line of linesOf(description)) {
    if (line.startsWith('m=')) sections.push([line]);
    else sections.at(-1)?.push(line);
  }
  return sections;
}

/** Of the first such attribute. */
function value(lines: readonly string[], attribute: string, separator = ':'): string | undefined {
  const start = `a=${attribute}${separator}`;
  return lines.find((line) => line.startsWith(start))?.slice(start.length);
}

function linesOf(description: string): string[] {
  return description.split(/\r?\n/);
}

function joined(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
