import { describe, expect, test } from '@jest/globals';
import { readDevice } from './device.ts';
import { realInstant } from './instant.ts';

const NOW = new Date('2026-03-21T02:00:00Z');

describe('an instant as a browser sends it', () => {
  test.each(['2026-03-20T13:00:00Z', '2026-03-20T21:00+08:00', '2024-02-29T00:00:00.123Z'])(
    '%s is one',
    (text) => {
      expect(realInstant(text)?.getTime()).toBe(Date.parse(text));
    },
  );
  test.each([
    ...['2026-02-30T10:00:00Z', '2026-02-30', '2026-13-01T00:00:00Z', '2025-02-29T00:00:00Z'],
    ...[
      '2026-03-20T25:00:00Z',
      '2026-03-20T24:00:00Z',
      '-271821-04-20',
      '+275760-09-13T00:00:00Z',
      '1',
      '',
      'now',
      '2026/03/20 10:00',
    ],
  ])('%s is none', (text) => {
    expect(realInstant(text)).toBeNull();
  });
});

describe('what the device says of a picture', () => {
  test('is taken over', () => {
    const fields = {
      takenAt: '2026-03-20T13:00:00Z',
      lat: '31.2629',
      lng: '121.5271',
      accuracy: '12',
      address: '定海路\u202e1号',
    };
    expect(readDevice(fields, NOW)).toEqual({
      takenAt: new Date('2026-03-20T13:00:00Z'),
      place: { lat: 31.2629, lng: 121.5271 },
      accuracy: 12,
      address: '定海路1号',
      notes: [],
    });
    expect(readDevice({}, NOW)).toEqual({
      takenAt: null,
      place: null,
      accuracy: null,
      address: null,
      notes: [],
    });
  });

  test.each([
    [{ lat: '999', lng: '-999' }, 'lat'],
    [{ lat: '31.2' }, 'lat'],
    [{ lat: 'NaN', lng: '1' }, 'lat'],
    [{ lat: '1e2', lng: '1' }, 'lat'],
    [{ takenAt: '2026-02-30T00:00:00Z' }, 'takenAt'],
    [{ takenAt: '-271821-04-20' }, 'takenAt'],
  ])('%j is refused with a sentence for that field', (fields, path) => {
    expect(() => readDevice(fields, NOW)).toThrow(
      expect.objectContaining({
        status: 400,
        errors: [{ path, message: expect.stringMatching(/[\u4e00-\u9fff]/) }],
      }),
    );
  });

  test('a time of a clock that is wrong is not believed, and that is said', () => {
    for (const takenAt of ['1980-01-01T00:00:00Z', '2126-01-01T00:00:00Z'])
      expect(readDevice({ takenAt }, NOW)).toMatchObject({
        takenAt: null,
        notes: [expect.stringContaining('没有采用')],
      });
  });
});
