import { isUtf8 } from 'node:buffer';

/** So many bytes from the beginning are enough to know every kind below. */
export const HEAD_BYTES = 4_096;

/** Pictures that are opened and written anew. SVG is none of them: it is a program. */
export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

/** How kinds begin, in hexadecimal. Source: the IANA media types' registrations, and the WHATWG MIME Sniffing standard. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^ffd8ff/, 'image/jpeg'],
  [/^89504e470d0a1a0a/, 'image/png'],
  [/^474946383[79]61/, 'image/gif'],
  [/^52494646.{8}57454250/, 'image/webp'],
  [/^.{8}66747970617669(66|73)/, 'image/avif'],
  [/^255044462d/, 'application/pdf'],
  [/^504b(0304|0506)/, 'application/zip'],
  [/^1f8b08/, 'application/gzip'],
  [/^.{8}66747970/, 'video/mp4'],
  [/^1a45dfa3/, 'video/webm'],
  [/^4f67675300/, 'application/ogg'],
  [/^52494646.{8}57415645/, 'audio/wav'],
  [/^(494433|fffb|fff3|fff2)/, 'audio/mpeg'],
];

/** What a file is by its bytes; its name and what a browser calls it count for nothing. */
export function mediaTypeOf(head: Uint8Array): string {
  const beginning = Buffer.from(head.subarray(0, 32)).toString('hex');
  const known = BEGINNINGS.find(([pattern]) => pattern.test(beginning))?.[1];
  return known ?? (isText(head) ? 'text/plain' : 'application/octet-stream');
}

export function pictureFormatOf(mediaType: string): PictureFormat | undefined {
  const [, format] = /^image\/(jpeg|png|gif|webp|avif)$/.exec(mediaType) ?? [];
  return format as PictureFormat | undefined;
}

/** True for a name by which people and programs expect one of these pictures. */
export function claimsToBePicture(name: string): boolean {
  return /\.(jpe?g|png|gif|webp|avif)$/i.test(name);
}

/** The name with the extension that its content has, so that it opens where it is saved. */
export function namedAs(name: string, format: Exclude<PictureFormat, 'avif'>): string {
  const isFitting = format === 'jpeg' ? /\.jpe?g$/i.test(name) : name.toLowerCase().endsWith(`.${format}`);
  if (isFitting) return name;
  const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  return `${stem === '' ? 'picture' : stem}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** The last character may be cut in two by where the head ends. */
function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  return [0, 1, 2, 3].some((cutCount) => isUtf8(head.subarray(0, Math.max(0, head.length - cutCount))));
}
