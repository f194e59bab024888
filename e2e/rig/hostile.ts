/** What a script would leave behind if one of these were run. */
export const MARK = 'hostileWasHere';

const RUN = `window.${MARK}=1`;
const FAR = 'https://evil.example';

const TAGS = [
  'script',
  'img',
  'svg',
  'iframe',
  'object',
  'embed',
  'video',
  'audio',
  'link',
  'meta',
  'base',
  'style',
  'form',
  'input',
  'math',
  'details',
];
const HANDLERS = [
  'onerror',
  'onload',
  'onmouseover',
  'onfocus',
  'ontoggle',
  'onanimationstart',
  'onbegin',
  'onpointerenter',
];
const SCHEMES = [
  'javascript',
  'JaVaScRiPt',
  'java\tscript',
  'vbscript',
  'data',
  'file',
  'blob',
  'about',
  'ws',
  'intent',
];
const HOSTS = [
  'bank.example@evil.example',
  'bank.example%40evil.example',
  'аррӏе.com',
  'xn--80ak6aa92e.com',
  'evil.example\\@bank.example',
  '[::1]',
  '2130706433',
  'evil.example:99999',
  'bank.example\u2024evil.example',
  'evil.example\u3002example',
];
const TEMPLATES = [
  '{{constructor.constructor("RUN")()}}',
  '${RUN}',
  '<%= RUN %>',
  '#{RUN}',
  '{{{RUN}}}',
  '$(RUN)',
  '`RUN`',
  "';RUN//",
  '";RUN//',
  '-->RUN',
];
const INVISIBLE = [
  '\u202e',
  '\u202d',
  '\u2066',
  '\u2067',
  '\u200b',
  '\u200e',
  '\u200f',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u061c',
  '\u180e',
  '\u034f',
  '\u2028',
  '\u2029',
  '\u0085',
];
const MARKS = ['\u0301', '\u0334', '\u0489', '\u20dd', '\u{1d165}', '\u0e49', '\u0f71', '\u064b'];

/** Two hundred texts that want to be more than text. */
export function hostileTexts(): readonly string[] {
  const texts = [
    ...TAGS.flatMap((tag) => [
      `<${tag} src="${FAR}/a" href="${FAR}/b">`,
      `<${tag}>${RUN}</${tag}>`,
      `"><${tag.toUpperCase()}/${RUN}`,
    ]),
    ...HANDLERS.flatMap((name) => [`<x ${name}=${RUN}>`, `" ${name}="${RUN}" x="`, `<svg/${name}='${RUN}'>`]),
    ...SCHEMES.flatMap((scheme) => [`${scheme}:${RUN}`, `<a href="${scheme}:${RUN}">x</a>`, `[x](${scheme}:${RUN})`]),
    ...HOSTS.flatMap((host) => [`https://${host}/`, `HTTPS://${host}/?x=<script>${RUN}</script>`]),
    ...TEMPLATES.map((text) => text.replace('RUN', RUN)),
    ...INVISIBLE.flatMap((sign) => [`exe${sign}gpj.doc${sign}`, `https://bank.example/${sign}x`]),
    ...MARKS.map((mark) => `Z${mark.repeat(120)}`),
    '\ud800',
    '\udfff',
    '\ud800x',
    '\u0001\u0002',
    '\u001b[2J',
    '\u0007',
    '%00',
    '\\u003cscript\\u003e',
    '%s%n%x',
    '../../../../etc/passwd',
    "' OR 1=1 --",
    '"; DROP TABLE messages; --',
    '../..\\..',
    '\r\nSet-Cookie: x=1',
    'A'.repeat(900),
    'ﷺ'.repeat(120),
    '👩‍👩‍👧‍👦'.repeat(40),
    '𒐫'.repeat(120),
    ...['url', 'expression', '@import', 'image-set', 'element'].flatMap((name) => [
      `background:${name}(${FAR}/c)`,
      `<p style="x:${name}('${FAR}/d')">`,
    ]),
  ];
  return texts;
}

/** The texts in as few messages as hold them, since one person may only say so much in a while. */
export function inMessages(texts: readonly string[], maxUnits: number): readonly string[] {
  const messages: string[] = [];
  for (const text of texts) {
    const last = messages.at(-1);
    if (last === undefined || last.length + text.length + 1 > maxUnits) messages.push(text);
    else messages[messages.length - 1] = `${last}\n${text}`;
  }
  return messages;
}
