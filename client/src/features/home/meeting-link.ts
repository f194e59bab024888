/** What somebody typed where a meeting link belongs. */
export type MeetingLink =
  | { readonly kind: 'empty' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'room'; readonly roomId: string }
  /** An extra link into a room. */
  | { readonly kind: 'link'; readonly linkId: string }
  /** A link to a meeting on another Parley server. */
  | { readonly kind: 'elsewhere'; readonly url: string };

/** Longer than any link of ours; what is longer was not meant for this field. */
const INPUT_MAX_UNITS = 2_000;

const UUID = String.raw`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`;
const BARE_CODE = new RegExp(`^${UUID}$`, 'iu');
const MEETING_PATH = new RegExp(`^/([lm])/(${UUID})/?$`, 'iu');

/**
 * Reads a full link, one without its scheme ("meet.example.org/m/…"), a path, or the bare code. Blanks and the angle
 * brackets that mail programs put around links do not matter.
 *
 * @param origin this page's own, to tell our links from those of other servers.
 */
export function readMeetingLink(typed: string, origin: string): MeetingLink {
  const text = typed
    .trim()
    .replace(/^<(.*)>$/u, '$1')
    .trim();
  if (text === '') return { kind: 'empty' };
  if (text.length > INPUT_MAX_UNITS) return { kind: 'invalid' };
  if (BARE_CODE.test(text)) return { kind: 'room', roomId: text.toLowerCase() };

  const url = addressOf(text, origin);
  const [, kind, id] = (url && MEETING_PATH.exec(url.pathname)) ?? [];
  if (url === undefined || kind === undefined || id === undefined) return { kind: 'invalid' };
  if (url.host !== new URL(origin).host) return { kind: 'elsewhere', url: url.href };
  return kind.toLowerCase() === 'm'
    ? { kind: 'room', roomId: id.toLowerCase() }
    : { kind: 'link', linkId: id.toLowerCase() };
}

function addressOf(text: string, origin: string): URL | undefined {
  const isOtherScheme = /^[a-z][a-z0-9+.-]*:(?!\/\/|\d)/iu.test(text); // "mailto:…"; a port would be a digit.
  if (isOtherScheme) return undefined;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text);
  const isPath = text.startsWith('/') && !text.startsWith('//');
  const isBarePath = text.startsWith('m/') || text.startsWith('l/');
  const absolute = hasScheme
    ? text
    : isPath
      ? origin + text
      : isBarePath
        ? `${origin}/${text}`
        : `${new URL(origin).protocol}//${text}`;
  if (!URL.canParse(absolute)) return undefined;
  const url = new URL(absolute);
  const isSafe = (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
  return isSafe ? url : undefined;
}
