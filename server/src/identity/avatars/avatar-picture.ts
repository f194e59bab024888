import sharp from 'sharp';
import { Refusal } from '#contracts';

export const AVATAR_SIZE_PX = 256;
/** Larger ones are bombs rather than photographs: a hundred megapixels take 400 MB to open. */
const PIXELS_MAX_COUNT = 50_000_000;
const WORK_MAX_S = 10;
/** What a file must be by its content; its name and what the browser calls it count for nothing. */
const FORMATS = new Set(['png', 'jpeg', 'webp', 'gif', 'heif']);

/**
 * A small square of somebody's picture, turned the right way up and rid of everything but pixels: place, time and camera
 * do not leave their device's owner.
 *
 * @throws {Refusal} `invalid-input` for what is no picture, or too large a one.
 */
export async function avatarPicture(upload: Uint8Array): Promise<Buffer> {
  if (looksLikeText(upload)) throw notAPicture();
  try {
    const picture = sharp(upload, { limitInputPixels: PIXELS_MAX_COUNT, failOn: 'error' }).timeout({
      seconds: WORK_MAX_S,
    });
    const { format } = await picture.metadata();
    if (format === undefined || !FORMATS.has(format)) throw notAPicture();
    return await picture
      .autoOrient()
      .resize(AVATAR_SIZE_PX, AVATAR_SIZE_PX, { fit: 'cover', position: 'attention' })
      .webp({ quality: 82 })
      .toBuffer();
  } catch (thrown) {
    // The library says in its own words what it does not like about a file; they are not for the outside.
    throw thrown instanceof Refusal ? thrown : notAPicture();
  }
}

/** SVG and its like are programs rather than pictures, and are never opened. */
function looksLikeText(upload: Uint8Array): boolean {
  const beginning = Buffer.from(upload.subarray(0, 256)).toString('latin1').trimStart();
  return beginning.startsWith('<') || beginning.startsWith('\u00ef\u00bb\u00bf<') || beginning.startsWith('%');
}

function notAPicture(): Refusal {
  return new Refusal('invalid-input', 'file: must be a PNG, JPEG, WebP, AVIF or GIF picture of at most 50 megapixels');
}
