import { describe, expect, test } from '@jest/globals';
import { shippedPack } from '../legal-pack.ts';
import { evaluateRule } from './index.ts';
import { distanceMetres, limitKeys } from './limits.ts';

describe('how often something may happen', () => {
  test.each([
    ['rectify.fail-limit', 1, false],
    ['rectify.fail-limit', 2, true],
    ['return.limit', 1, false],
    ['return.limit', 2, true],
    ['redo.max', 0, false],
    ['redo.max', 1, true],
    ['talk.postpone.max', 1, true],
    ['talk.absent.max', 0, false],
  ])('%s after %i times: %p', (key, count, reached) => {
    expect(evaluateRule('limit.reached', { key, count })).toMatchObject({ reached });
  });

  test('the rule knows every count of the pack and no other key', () => {
    expect(limitKeys(shippedPack())).toEqual([
      'rectify.fail-limit',
      'return.limit',
      'talk.postpone.max',
      'talk.absent.max',
      'redo.max',
      'notice.weak-limit',
    ]);
    expect(() => evaluateRule('limit.reached', { key: 'close.113', count: 1 })).toThrow('bad-request');
  });
});

describe('shares, sizes and scores', () => {
  test.each([
    [0, 0],
    [1, 1],
    [5, 1],
    [6, 2],
    [100, 20],
    [101, 21],
  ])(
    'of %i findings at least %i are looked at again, of as many answers to a notice too',
    (total, minimum) => {
      expect(evaluateRule('notice.sample', { total })).toMatchObject({ minimum });
      expect(evaluateRule('lookback.sample', { total })).toMatchObject({
        minimum,
        maximum: total,
        enough: null,
      });
      expect(evaluateRule('lookback.sample', { total, sampled: minimum })).toMatchObject({ enough: true });
      if (minimum > 0) {
        expect(evaluateRule('lookback.sample', { total, sampled: minimum - 1 })).toMatchObject({
          enough: false,
        });
      }
    },
  );

  test.each([
    ['patrol.team', { members: 5 }, { fit: false }],
    ['patrol.team', { members: 7 }, { fit: true }],
    ['patrol.team', { members: 8 }, { fit: false }],
    ['patrol.score', { score: 69.99 }, { talk: true }],
    ['patrol.score', { score: 70 }, { talk: false }],
    ['officers.enough', { officers: 1 }, { enough: false }],
    ['officers.enough', { officers: 2 }, { enough: true }],
  ])('%s of %j is %j', (name, input, expected) => {
    expect(evaluateRule(name, input)).toMatchObject(expected);
  });
});

describe('being on the spot', () => {
  test.each([
    [0, true],
    [500, true],
    [500.01, false],
  ])('%p metres from the place: %p', (metres, within) => {
    expect(evaluateRule('verify.distance', { metres })).toMatchObject({ within, maxMetres: '500' });
  });

  test('two positions are as far apart as the map says', () => {
    const place = { latitude: 31.27, longitude: 121.52 };
    expect(distanceMetres(place, place)).toBe(0);
    // One minute of latitude is one nautical mile.
    const north = { latitude: 31.27 + 1 / 60, longitude: 121.52 };
    expect(Math.abs(distanceMetres(place, north) - 1852)).toBeLessThan(3);
    expect(evaluateRule('verify.distance', { place, at: north })).toMatchObject({ within: false });
    expect(() => evaluateRule('verify.distance', { place })).toThrow('bad-request');
  });
});
