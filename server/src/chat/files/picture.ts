import sharp, { type Sharp } from 'sharp';
import { Refusal } from '#contracts';
import { namedAs, type PictureFormat } from './file-kind.js';

const PREVIEW_MAX_PX = 960;
/** Larger ones are bombs rather than photographs. All frames of a moving picture count together. */
const PIXELS_MAX_COUNT = 60_000_000;
const WORK_MAX_S = 20;

/** A picture as it goes out to others: nothing but its pixels, whole and small. */
export interface CleanPicture {
  readonly name: string;
  readonly mediaType: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bytes: Uint8Array;
  readonly preview: Uint8Array;
}

/**
 * Writes a picture anew: turned the right way up, and without place, time, camera, thumbnails, colour profiles' text or
 * whatever else was hidden in it or behind it.
 *
 * @throws {Refusal} `invalid-input` for what is no picture after all, or too large a one.
 */
export async function cleanPicture(name: string, format: PictureFormat, upload: Uint8Array): Promise<CleanPicture> {
  const isMoving = format === 'gif' || format === 'webp';
  try {
    const open = (animated: boolean): Sharp =>
      sharp(upload, { limitInputPixels: PIXELS_MAX_COUNT, failOn: 'error', animated })
        .timeout({ seconds: WORK_MAX_S })
        .autoOrient();
    const kept = format === 'avif' ? 'webp' : format;
    const { data, info } = await written(open(isMoving), kept).toBuffer({ resolveWithObject: true });
    const preview = open(false).resize(PREVIEW_MAX_PX, PREVIEW_MAX_PX, { fit: 'inside', withoutEnlargement: true });
    return {
      name: namedAs(name, kept),
      mediaType: `image/${kept}`,
      widthPx: info.width,
      heightPx: info.pageHeight ?? info.height,
      bytes: data,
      preview: await preview.webp({ quality: 80, effort: 2 }).toBuffer(),
    };
  } catch {
    // The library says in its own words what it does not like about a file; they are not for the outside.
    throw notAPicture();
  }
}

function written(picture: Sharp, format: Exclude<PictureFormat, 'avif'>): Sharp {
  switch (format) {
    case 'jpeg':
      return picture.jpeg({ quality: 88, mozjpeg: false });
    case 'png':
      return picture.png();
    case 'gif':
      return picture.gif();
    case 'webp':
      return picture.webp({ quality: 85, effort: 2 });
  }
}

export function notAPicture(): Refusal {
  return new Refusal('invalid-input', 'This is not the picture that its name says, or it is damaged or too large.');
}
