import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { likeness, lookOf } from './look.ts';
import { asPicture } from './picture.ts';

const PHOTOS = new URL('../../tests/fixtures/photos/', import.meta.url);
const file = (name: string) => readFile(new URL(name, PHOTOS));

describe('a HEIC picture of a phone', () => {
  test('becomes the JPEG that shows the same', async () => {
    const kept = await asPicture(await file('iphone.heic'), 'image/heic');
    expect(kept.mime).toBe('image/jpeg');
    expect(await sharp(kept.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 800, height: 600 });
    expect(likeness(kept.look!, (await lookOf(await file('iphone.jpg')))!).how).toBe('same');
  });

  test('that is broken is refused with what to set on the phone, and the next one is converted', async () => {
    const whole = await file('iphone.heic');
    for (const broken of [
      whole.subarray(0, 600),
      Buffer.concat([whole.subarray(0, 40), Buffer.alloc(400, 7)]),
    ])
      await expect(asPicture(broken, 'image/heic')).rejects.toMatchObject({
        status: 400,
        title: expect.stringContaining('兼容性最佳'),
      });
    expect((await asPicture(whole, 'image/heif')).mime).toBe('image/jpeg');
  });
});

describe('a picture', () => {
  test('is kept upright and without tags', async () => {
    const kept = await asPicture(await file('rotated.jpg'), 'image/jpeg');
    const { width, height, exif, orientation } = await sharp(kept.bytes).metadata();
    expect({ width, height, exif, orientation }).toEqual({
      width: 480,
      height: 640,
      exif: undefined,
      orientation: undefined,
    });
  });
});
