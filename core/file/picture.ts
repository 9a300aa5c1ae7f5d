import sharp, { type Sharp } from 'sharp';
import { badRequest } from '../errors.ts';
import { heicPicture } from './heic.ts';
import { lookOf } from './look.ts';

const EDGE = 1600;
const MOST_PIXELS = 100_000_000;

/** Types that are made into a picture of ours; HEIC and HEIF are converted. */
const HEIC = new Set(['image/heic', 'image/heif']);
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', ...HEIC]);

export const isPicture = (mime: string): boolean => PICTURES.has(mime);

/** A picture as it is kept. */
export interface Picture {
  bytes: Buffer;
  mime: 'image/jpeg' | 'image/png';
  /** What it looks like, to find it again when it is saved anew (look.ts). */
  look: Buffer | null;
}

/**
 * Re-encode: what is stored is a picture and nothing else (no scripts, no hidden data), upright, at most 1600 px a side,
 * without EXIF. Throws 400 when it cannot be opened.
 */
export async function asPicture(bytes: Uint8Array, mime: string): Promise<Picture> {
  const opened = await open(bytes, mime);
  try {
    const alpha = !HEIC.has(mime) && (await sharp(bytes).metadata()).hasAlpha === true;
    const scaled = opened.resize(EDGE, EDGE, { fit: 'inside', withoutEnlargement: true });
    const kept = await (alpha ? scaled.png() : scaled.jpeg({ quality: 85 })).toBuffer();
    return { bytes: kept, mime: alpha ? 'image/png' : 'image/jpeg', look: await lookOf(kept) };
  } catch {
    throw badRequest('照片无法打开，可能已损坏，请重新拍摄或选择');
  }
}

async function open(bytes: Uint8Array, mime: string): Promise<Sharp> {
  // libheif turns the picture upright itself; EXIF's orientation must not turn it once more.
  if (HEIC.has(mime)) return heicPicture(bytes);
  return sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).rotate();
}
