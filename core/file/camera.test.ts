import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readCamera } from './camera.ts';

const run = promisify(execFile);
const PHOTOS = new URL('../../tests/fixtures/photos/', import.meta.url);
const CAMERA = new URL('./camera.ts', import.meta.url).pathname;
const NOW = new Date('2026-03-21T02:00:00Z');
const read = async (name: string, now = NOW) => readCamera(await readFile(new URL(name, PHOTOS)), now);

/** What a server of another time zone reads: a process takes its zone when it starts. */
async function readIn(zone: string, names: string[]): Promise<(string | null)[]> {
  const script = `
    const { readCamera } = await import(${JSON.stringify(CAMERA)});
    const { readFile } = await import('node:fs/promises');
    const now = new Date(${JSON.stringify(NOW.toISOString())});
    const read = await Promise.all(${JSON.stringify(names.map((name) => new URL(name, PHOTOS).pathname))}.map(async (file) => (await readCamera(await readFile(file), now)).takenAt));
    console.log(JSON.stringify(read));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
  });
  return JSON.parse(stdout) as (string | null)[];
}

describe('the time of a photo', () => {
  test.each(['UTC', 'America/New_York', 'Asia/Shanghai'])(
    'is that of its offset tag, else Shanghai time, on a server in %s',
    async (zone) => {
      expect(
        await readIn(zone, ['iphone.jpg', 'android.jpg', 'abroad.jpg', 'rotated.jpg', 'iphone.heic']),
      ).toEqual([
        '2026-03-20T13:00:00.000Z',
        '2026-03-20T13:00:00.000Z',
        '2026-03-20T13:00:00.000Z',
        '2026-03-20T01:30:00.000Z',
        '2026-03-20T13:00:00.000Z',
      ]);
    },
  );

  test('is not known, and that is said, where the clock of the camera was never set or shows no day of the calendar', async () => {
    expect(await read('clock-never-set.jpg')).toMatchObject({
      takenAt: null,
      notes: [expect.stringContaining('早于2000年')],
    });
    expect(await read('no-such-day.jpg')).toMatchObject({
      takenAt: null,
      notes: [expect.stringContaining('不是有效时间')],
    });
  });

  test('is not believed when it lies ahead of the installation, but for a few minutes', async () => {
    const at = (iso: string) => read('iphone.jpg', new Date(iso));
    expect((await at('2026-03-20T12:56:00Z')).takenAt?.toISOString()).toBe('2026-03-20T13:00:00.000Z');
    expect(await at('2026-03-20T12:50:00Z')).toMatchObject({
      takenAt: null,
      notes: [expect.stringContaining('晚于收到照片的时间')],
    });
  });

  test('is told by nothing where the camera left zeros', async () => {
    expect(await read('no-fix.jpg')).toMatchObject({ takenAt: null, place: null, notes: [] });
  });
});

describe('the place of a photo', () => {
  test('is where the receiver of the camera was, on either half of the globe', async () => {
    expect((await read('iphone.jpg')).place).toEqual({ lat: 31.2629, lng: 121.5271 });
    expect((await read('iphone.heic')).place).toEqual({ lat: 31.2629, lng: 121.5271 });
    expect((await read('beijing-2020.jpg')).place).toEqual({ lat: 40, lng: 116.5 });
    expect((await read('southern.jpg')).place).toEqual({ lat: -33.8568, lng: -70.5 });
    expect((await read('android.jpg')).place).toBeNull();
  });

  test('is kept with the tags as they stood in the file', async () => {
    const { tags } = await read('iphone.jpg');
    expect(tags).toMatchObject({
      Make: 'Apple',
      DateTimeOriginal: '2026:03:20 21:00:00',
      OffsetTimeOriginal: '+08:00',
      GPSLatitudeRef: 'N',
      GPSLatitude: [31, 15, expect.any(Number)],
    });
  });
});

describe('a file without readable tags', () => {
  test('gives nothing and breaks nothing', async () => {
    const none = { takenAt: null, place: null, tags: null, notes: [] };
    expect(await readCamera(Buffer.from('%PDF-1.4'), NOW)).toEqual(none);
    expect(await readCamera(new Uint8Array(0), NOW)).toEqual(none);
    const jpeg = await readFile(new URL('iphone.jpg', PHOTOS));
    for (let cut = 4; cut < 600; cut += 7) await readCamera(jpeg.subarray(0, cut), NOW);
  });
});
