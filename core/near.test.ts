import { describe, expect, test } from '@jest/globals';
import { nearMatches } from './near.ts';

const names = ['penalty.serve', 'penalty.pay', 'penalty.90d', 'hearing.request', 'hearing.notice'];

describe('names that look alike', () => {
  test('a mistyped name finds the one that was meant first', () => {
    expect(nearMatches('penalty.server', names)[0]).toBe('penalty.serve');
    expect(nearMatches('Hearing.Notise', names)[0]).toBe('hearing.notice');
  });

  test('a part of a name finds the names that contain it', () => {
    expect(nearMatches('hearing', names)).toEqual(['hearing.notice', 'hearing.request']);
  });

  test('nothing alike gives nothing, also for absurd input', () => {
    expect(nearMatches('zzzzzzzzzzzzzzzzzz', names)).toEqual([]);
    expect(nearMatches('𠮷'.repeat(100_000), names)).toEqual([]);
    expect(nearMatches('', names)).toEqual([]);
  });
});
