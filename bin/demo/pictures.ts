import { randomInt } from 'node:crypto';
import sharp from 'sharp';

const WIDTH = 480;
const HEIGHT = 320;
const SHAPES = 14;

const hue = (): string => `hsl(${randomInt(360)} ${40 + randomInt(40)}% ${30 + randomInt(40)}%)`;

/** Coloured rectangles, other ones each time: two pictures never have the same pixels, hence never the same hash. */
function drawing(): string {
  const shapes = Array.from(
    { length: SHAPES },
    () =>
      `<rect x="${randomInt(WIDTH)}" y="${randomInt(HEIGHT)}" width="${20 + randomInt(160)}" height="${20 + randomInt(120)}" fill="${hue()}" fill-opacity="0.8"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="${hue()}"/>${shapes.join('')}</svg>`;
}

/** A photograph stand-in: a real JPEG of 480 × 320 pixels that exists only once. */
export async function picture(): Promise<Blob> {
  const bytes = await sharp(Buffer.from(drawing())).jpeg({ quality: 80 }).toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
}

/** A scanned-paper stand-in: a real PNG with an alpha channel. */
export async function scan(): Promise<Blob> {
  const bytes = await sharp(Buffer.from(drawing())).ensureAlpha(0.9).png().toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/png' });
}
