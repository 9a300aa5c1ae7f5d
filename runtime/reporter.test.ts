import { expect, test } from '@jest/globals';
import { lineProgress, timed } from './reporter.ts';

test('without a terminal progress is one line at every full ten percent', () => {
  const lines: string[] = [];
  const progress = lineProgress((line) => lines.push(line));

  for (let done = 0; done <= 1000; done += 1) progress('引擎', done * 1_048_576, 1000 * 1_048_576);

  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe('  引擎 10%（100/1000 MB）');
  expect(lines[9]).toBe('  引擎 100%（1000/1000 MB）');
});

test('a server that does not say how much is coming gets no percentages', () => {
  const lines: string[] = [];

  lineProgress((line) => lines.push(line))('引擎', 5_000_000, 0);

  expect(lines).toEqual([]);
});

test('a stage tells its result and how long it took', async () => {
  const lines: string[] = [];
  const reporter = { note: (text: string) => void lines.push(text), progress: () => {} };

  await timed(
    reporter,
    'Java',
    async () => 21,
    (version) => `版本 ${version}`,
  );

  expect(lines[0]).toMatch(/^✔ Java：版本 21　\d+\.\d 秒$/);
});
