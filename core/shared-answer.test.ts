import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { sharedAnswer } from './shared-answer.ts';

test('many who ask at once cause one question, and so do those who ask a little later', async () => {
  let asked = 0;
  const answer = sharedAnswer(async () => {
    await sleep(20);
    return (asked += 1);
  }, 60);

  expect(await Promise.all(Array.from({ length: 50 }, answer))).toEqual(Array(50).fill(1));
  expect(await answer()).toBe(1);

  await sleep(80);
  expect(await answer()).toBe(2);
});

test('a failure is not kept', async () => {
  let asked = 0;
  const answer = sharedAnswer(async () => {
    asked += 1;
    if (asked === 1) throw new Error('away');
    return asked;
  }, 60_000);

  await expect(answer()).rejects.toThrow('away');
  expect(await answer()).toBe(2);
});
