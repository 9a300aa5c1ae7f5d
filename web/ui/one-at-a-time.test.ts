import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { oneAtATime } from './one-at-a-time.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A reading that answers after so long, and how often it was begun and ended. */
function reading(ms: number) {
  const seen = { begun: 0, ended: 0 };
  const read = async (): Promise<void> => {
    seen.begun += 1;
    await new Promise((resolve) => setTimeout(resolve, ms));
    seen.ended += 1;
  };
  return { seen, read };
}

test('a reading that is asked for faster than it answers comes to its end, and once more for what was asked meanwhile', async () => {
  // Given a reading of 100 ms that is asked for every 5 ms for a second
  const { seen, read } = reading(100);
  const ask = oneAtATime(read);
  for (let ms = 0; ms < 1_000; ms += 5) {
    ask();
    await jest.advanceTimersByTimeAsync(5);
  }
  // Then it was read ten times or so, each to its end
  await jest.advanceTimersByTimeAsync(1_000);
  expect(seen.begun).toBe(seen.ended);
  expect(seen.begun).toBeGreaterThanOrEqual(9);
  expect(seen.begun).toBeLessThanOrEqual(12);
});

test('the last one asked for is read after it was asked for', async () => {
  const { seen, read } = reading(100);
  const ask = oneAtATime(read);
  ask();
  await jest.advanceTimersByTimeAsync(99);
  ask();
  await jest.advanceTimersByTimeAsync(2);
  expect(seen).toEqual({ begun: 2, ended: 1 });
});

test('a reading that never answers does not hold up the next', async () => {
  const { seen, read } = reading(10_000_000);
  const ask = oneAtATime(read);
  ask();
  ask();
  await jest.advanceTimersByTimeAsync(5_001);
  expect(seen.begun).toBe(2);
});

test('a reading that fails does not hold up the next', async () => {
  let begun = 0;
  const ask = oneAtATime(() => {
    begun += 1;
    return Promise.reject(new Error('no network'));
  });
  ask();
  ask();
  await jest.advanceTimersByTimeAsync(1);
  expect(begun).toBe(2);
});
