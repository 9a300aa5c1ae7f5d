import { describe, expect, test } from '@jest/globals';
import { at, counted, day, dueText, lasted, placeText, plain, shortAt, size } from './format.ts';

describe('what a person reads', () => {
  test('an instant is shown on the Shanghai clock, whatever the zone of the computer', () => {
    expect(at('2026-11-24T16:30:00.000Z')).toBe('2026-11-25 00:30');
    expect(day('2026-11-24T16:30:00.000Z')).toBe('2026-11-25');
    expect(shortAt('2026-11-24T16:30:00.000Z')).toBe('11-25 00:30');
  });

  test('a day limit ends at 24:00 of its day, an hour limit when it ends', () => {
    expect(dueText('2026-12-08T16:00:00.000Z')).toBe('2026-12-08 24:00');
    expect(dueText('2026-12-31T16:00:00.000Z')).toBe('2026-12-31 24:00');
    expect(dueText('2026-12-08T05:01:00.000Z')).toBe('2026-12-08 13:01');
    expect(dueText(null)).toBe('—');
  });

  test('nothing is a dash, and what is no time stays as it is', () => {
    expect(at(null)).toBe('—');
    expect(at('暂定')).toBe('暂定');
  });

  test('a capped count says that there are more', () => {
    expect(counted({ count: 12, capped: false })).toBe('12');
    expect(counted({ count: 1000, capped: true })).toBe('1000+');
  });

  test('a span is said in its two largest units', () => {
    const from = '2026-11-24T00:00:00Z';
    expect(lasted(from, '2026-11-24T00:00:20Z')).toBe('不足1分钟');
    expect(lasted(from, '2026-11-24T00:25:00Z')).toBe('25分钟');
    expect(lasted(from, '2026-11-24T03:00:00Z')).toBe('3小时');
    expect(lasted(from, '2026-11-27T04:10:00Z')).toBe('3天4小时');
    expect(lasted(from, null)).toBe('');
  });

  test('a place is its address, else its point', () => {
    expect(placeText({ lat: 31.27, lng: 121.53, address: '长阳路 2388 号' })).toBe('长阳路 2388 号');
    expect(placeText({ lat: 31.27, lng: 121.53 })).toBe('31.27000, 121.53000');
    expect(placeText(null)).toBe('');
  });

  test('a value of any shape becomes one line', () => {
    expect(plain(null)).toBe('（空）');
    expect(plain([])).toBe('（空）');
    expect(plain(false)).toBe('否');
    expect(plain(['甲', '乙'])).toBe('甲、乙');
    expect(plain({ uscc: '9131', name: '某厂' })).toBe('某厂');
    expect(plain('2026-11-24T16:30:00.000Z')).toBe('2026-11-25 00:30');
  });

  test('a size has the unit that says something', () => {
    expect(size(900)).toBe('900 B');
    expect(size(10 * 1024 * 1024)).toBe('10.0 MB');
  });
});
