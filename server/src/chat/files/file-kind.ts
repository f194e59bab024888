import { isUtf8 } from 'node:buffer';

/** So many bytes from the beginning are enough to know every kind below. */
export const HEAD_BYTES = 4_096;

/** Pictures that are opened and written anew. SVG is none of them: it is a program. */
export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

/** How kinds begin, in Latin-1. Source: the IANA media types' registrations, and the WHATWG MIME Sniffing standard. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^\u00ff\u00d8\u00ff/, 'image/jpeg'],
  [/^\u0089PNG\r\n\u001a\n/, 'image/png'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[^]{4}WEBP/, 'image/webp'],
  [/^[^]{4}ftypavi[fs]/, 'image/avif'],
  [/^%PDF-/, 'application/pdf'],
  [/^PK(\u0003\u0004|\u0005\u0006)/, 'application/zip'],
  [/^\u001f\u008b\u0008/, 'application/gzip'],
  [/^[^]{4}ftyp/, 'video/mp4'],
  [/^\u001a\u0045\u00df\u00a3/, 'video/webm'],
  [/^OggS\u0000/, 'application/ogg'],
  [/^RIFF[^]{4}WAVE/, 'audio/wav'],
  [/^(ID3|\u00ff[\u00fb\u00f3\u00f2])/, 'audio/mpeg'],
];

/** What a file is by its bytes; its name and what a browser calls it count for nothing. */
export function mediaTypeOf(head: Uint8Array): string {
  const beginning = Buffer.from(head.subarray(0, 32)).toString('latin1');
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
