import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { readCamera } from './camera.ts';

type Tags = Record<string, string>;

const NOW = new Date('2026-03-21T02:00:00Z');
const TAKEN = { DateTimeOriginal: '2026:03:20 21:00:00' };
const gps = (lat: string, north: string, lng: string, east: string): Tags => ({
  GPSLatitude: lat,
  GPSLatitudeRef: north,
  GPSLongitude: lng,
  GPSLongitudeRef: east,
});
/** A real JPEG with these tags, read back. */
async function read(exif: Tags, place: Tags = {}, picture: Tags = {}) {
  const blank = sharp({ create: { width: 16, height: 12, channels: 3, background: '#888' } });
  return readCamera(await blank.jpeg().withExif({ IFD0: picture, IFD2: exif, IFD3: place }).toBuffer(), NOW);
}
const instant = async (exif: Tags) => (await read(exif)).takenAt?.toISOString() ?? null;

describe('a time as cameras and apps write it', () => {
  test.each<[string, Tags, string | null]>([
    ['no offset', TAKEN, '2026-03-20T13:00:00.000Z'],
    ['an offset without colon', { ...TAKEN, OffsetTimeOriginal: '+0900' }, '2026-03-20T12:00:00.000Z'],
    ['an offset of one figure', { ...TAKEN, OffsetTimeOriginal: '+9:00' }, '2026-03-20T12:00:00.000Z'],
    ['UTC+9', { ...TAKEN, OffsetTimeOriginal: 'UTC+9' }, '2026-03-20T12:00:00.000Z'],
    ['an offset nobody has', { ...TAKEN, OffsetTimeOriginal: '+24:00' }, '2026-03-20T13:00:00.000Z'],
    ['an empty offset', { ...TAKEN, OffsetTimeOriginal: '   :  ' }, '2026-03-20T13:00:00.000Z'],
    ['slashes', { DateTimeOriginal: '2026/03/20 21:00:00' }, '2026-03-20T13:00:00.000Z'],
    ['an ISO date', { DateTimeOriginal: '2026-03-20T21:00:00' }, '2026-03-20T13:00:00.000Z'],
    ['zeros, but a time of the sensor', { DateTimeOriginal: '0000:00:00 00:00:00', DateTimeDigitized: '2026:03:20 21:00:00' }, '2026-03-20T13:00:00.000Z'], // prettier-ignore
    ['zeros', { DateTimeOriginal: '0000:00:00 00:00:00' }, null],
    ['blanks', { DateTimeOriginal: '    :  :     :  :  ' }, null],
  ])('%s', async (_, exif, at) => expect(await instant(exif)).toBe(at));

  test.each<[string, string, string]>([
    ['a year ahead', '2036:03:20 21:00:00', '晚于收到照片的时间'],
    ['the hour of midnight as 24', '2026:03:20 24:00:00', '不是有效时间'],
    ['a sixtieth minute', '2026:03:20 23:60:00', '不是有效时间'],
    ['the first day of a clock never set', '1970:01:01 00:00:00', '早于2000年'],
    ['a year of two figures', '0026:03:20 21:00:00', '早于2000年'],
    ['a day without time', '2026:03:20', '不是有效时间'],
    ['nines', '9999:99:99 99:99:99', '不是有效时间'],
  ])('%s is not believed, and that is said', async (_, DateTimeOriginal, said) => {
    const { takenAt, notes } = await read({ DateTimeOriginal });
    expect([takenAt, notes]).toEqual([null, [expect.stringContaining(said)]]);
  });

  test('west of Greenwich it is later than it looks: not yet taken', async () => {
    expect((await read({ ...TAKEN, OffsetTimeOriginal: '-8:00' })).notes).toEqual([
      expect.stringContaining('晚于收到照片的时间'),
    ]);
  });
});

describe('a place as receivers write it', () => {
  const [NORTH, EAST] = ['31/1 15/1 46/1', '121/1 31/1 37/1'];
  test.each<[string, Tags, { lat: number; lng: number } | null]>([
    ['degrees, minutes, seconds', gps(NORTH, 'N', EAST, 'E'), { lat: 31.262778, lng: 121.526944 }],
    [
      'degrees alone',
      gps('31265/1000 0/1 0/1', 'N', '121527/1000 0/1 0/1', 'E'),
      { lat: 31.265, lng: 121.527 },
    ],
    [
      'no letters of the halves',
      { GPSLatitude: NORTH, GPSLongitude: EAST },
      { lat: 31.262778, lng: 121.526944 },
    ],
    ['south and west', gps('33/1 51/1 24/1', 'S', '70/1 30/1 0/1', 'W'), { lat: -33.856667, lng: -70.5 }],
    ['small letters', gps('33/1 51/1 24/1', 's', '70/1 30/1 0/1', 'w'), { lat: -33.856667, lng: -70.5 }],
    ['zeros', gps('0/1 0/1 0/1', 'N', '0/1 0/1 0/1', 'E'), null],
    ['zeros divided by zeros', gps('0/0 0/0 0/0', 'N', '0/0 0/0 0/0', 'E'), null],
    ['one half of a place', { GPSLatitude: NORTH, GPSLatitudeRef: 'N' }, null],
  ])('%s', async (_, place, point) =>
    expect(await read(TAKEN, place)).toMatchObject({ place: point, notes: [] }),
  );

  test.each<[string, Tags]>([
    ['beyond a pole', gps('91/1 0/1 0/1', 'N', EAST, 'E')],
    ['beyond the date line', gps(NORTH, 'N', '181/1 0/1 0/1', 'E')],
    ['with seventy-five minutes', gps('31/1 75/1 0/1', 'N', EAST, 'E')],
  ])('%s there is none, and that is said', async (_, place) =>
    expect(await read(TAKEN, place)).toMatchObject({
      place: null,
      notes: [expect.stringContaining('超出范围')],
    }),
  );
});

test('markup in tags is text of the file, cut and without NUL; it names no time', async () => {
  const { takenAt, tags } = await read(
    { DateTimeOriginal: '<img src=x onerror=alert(1)>' },
    {},
    { Make: `<script>${'x'.repeat(500)}` },
  );
  expect(takenAt).toBeNull();
  expect(String(tags?.Make)).toMatch(/^<script>x+$/);
  expect(String(tags?.Make)).toHaveLength(200);
});
