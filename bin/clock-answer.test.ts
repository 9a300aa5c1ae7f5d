import { describe, expect, test } from '@jest/globals';
import { AppError } from '../core/errors.ts';
import { readQuestion, workOut } from './clock-answer.ts';

const refusal = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('nothing was refused');
};

describe('a question to the clocks', () => {
  test('the answer has exactly the fields that machines were promised', () => {
    expect(workOut({ key: 'penalty.serve', from: '2026-02-11T09:30:00+08:00' }).answer).toEqual({
      key: 'penalty.serve',
      dueOn: '2026-02-27',
      dueAt: '2026-02-27T16:00:00.000Z',
      warnAt: '2026-02-26T01:00:00.000Z',
      provisional: false,
      article: '行政处罚法 art.61, 85',
      packVersion: 1,
    });
  });

  test('a limit by the hour has an instant and no day', () => {
    expect(workOut({ key: 'accident.report.oral', from: '2026-02-16T16:30:00Z' }).answer).toMatchObject({
      dueOn: null,
      dueAt: '2026-02-16T17:30:00.000Z',
    });
  });

  test('pause and extension count from the nominal end', () => {
    const question = { key: 'accident.probe.60d', from: '2026-08-05', pausedDays: 20, extensionDays: 30 };
    expect(workOut(question).answer.dueOn).toBe('2026-11-23');
  });

  test('an unknown key is answered with its neighbours', () => {
    const error = refusal(() => workOut({ key: 'penalty.server', from: '2026-02-11' }));
    expect(error.type).toBe('unknown-clock');
    expect(error.extra['near']).toContain('penalty.serve');
  });

  test('a start that can’t be read is refused', () => {
    expect(refusal(() => workOut({ key: 'penalty.serve', from: '11.2.2026' })).errors?.[0]?.path).toBe(
      'from',
    );
  });

  test.each([
    [null, ['']],
    [[], ['']],
    [{}, ['key', 'from']],
    [{ key: 1, from: 1_770_000_000 }, ['key', 'from']],
    [{ key: 'a', from: 'b', extensiondays: 3 }, ['extensiondays']],
    [{ key: 'a', from: 'b', pausedDays: -1 }, ['pausedDays']],
    [{ key: 'a', from: 'b', extensionDays: 1.5 }, ['extensionDays']],
  ])('%j is refused at %j', (value, paths) => {
    expect(refusal(() => readQuestion(value)).errors?.map(({ path }) => path)).toEqual(paths);
  });
});
