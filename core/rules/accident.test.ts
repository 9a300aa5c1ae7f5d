import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateRule } from './index.ts';
import { GRADES } from './rule.ts';

const grade = (input: object) => evaluateRule('accident.grade', input);

describe('the grade of an accident (国务院令493 art. 3): 以上 includes, 以下 excludes', () => {
  test.each([
    [{ deaths: 0, severe: 0, lossYuan: '0' }, 'general'],
    [{ deaths: 2 }, 'general'],
    [{ deaths: 3 }, 'larger'],
    [{ deaths: 9 }, 'larger'],
    [{ deaths: 10 }, 'major'],
    [{ deaths: 29 }, 'major'],
    [{ deaths: 30 }, 'special'],
    [{ severe: 9 }, 'general'],
    [{ severe: 10 }, 'larger'],
    [{ severe: 49 }, 'larger'],
    [{ severe: 50 }, 'major'],
    [{ severe: 99 }, 'major'],
    [{ severe: 100 }, 'special'],
    [{ lossYuan: '9999999.99' }, 'general'],
    [{ lossYuan: '10000000' }, 'larger'],
    [{ lossYuan: '49999999.99' }, 'larger'],
    [{ lossYuan: '50000000' }, 'major'],
    [{ lossYuan: '99999999.99' }, 'major'],
    [{ lossYuan: '100000000' }, 'special'],
    [{ severe: 4, poisoned: 6 }, 'larger'],
    [{ deaths: 3, severe: 50, lossYuan: '1' }, 'major'],
  ])('%j is %s', (input, expected) => {
    expect(grade(input)).toMatchObject({
      grade: expected,
      article: '国务院令493 art.3',
      status: 'law',
      packVersion: 1,
    });
  });

  test('missing persons change the possible grade only', () => {
    expect(grade({ deaths: 2, missing: 1 })).toMatchObject({
      grade: 'general',
      gradeZh: '一般事故',
      possibleGrade: 'larger',
      possibleGradeZh: '较大事故',
    });
  });

  test('it names every criterion that reaches the grade', () => {
    expect(grade({ deaths: 4, severe: 20, lossYuan: '5' })['criteria']).toEqual([
      { criterion: 'deaths', value: '4', grade: 'larger' },
      { criterion: 'severe', value: '20', grade: 'larger' },
    ]);
  });

  test('more harm never lowers the grade', () => {
    const harm = fc.record({
      deaths: fc.integer({ min: 0, max: 40 }),
      severe: fc.integer({ min: 0, max: 120 }),
      loss: fc.integer({ min: 0, max: 200_000_000 }),
    });
    const rank = ({ deaths, severe, loss }: { deaths: number; severe: number; loss: number }): number =>
      GRADES.indexOf(grade({ deaths, severe, lossYuan: String(loss) })['grade'] as never);
    fc.assert(
      fc.property(harm, harm, (a, b) => {
        const worse = {
          deaths: Math.max(a.deaths, b.deaths),
          severe: Math.max(a.severe, b.severe),
          loss: Math.max(a.loss, b.loss),
        };
        expect(rank(worse)).toBe(Math.max(rank(a), rank(b)));
      }),
    );
  });
});

describe('what follows from the harm', () => {
  test.each([
    [{ deaths: 1 }, true, ['deaths']],
    [{ poisoned: 1 }, true, ['severe']],
    [{ lossYuan: '1000000' }, true, ['loss']],
    [{ lossYuan: '999999.99' }, false, []],
    [{ lossYuan: '0', graveNearMiss: true }, true, ['graveNearMiss']],
  ])('reporting of %j: %p', (input, mustReport, reasons) => {
    expect(evaluateRule('report.threshold', input)).toMatchObject({ mustReport, reasons });
  });

  test.each([
    [{ lossYuan: '999999.99' }, true],
    [{ lossYuan: '1000000' }, false],
    [{ lossYuan: '5', light: 1 }, false],
    [{ lossYuan: '5', missing: 1 }, false],
    [{ lossYuan: '5', severe: 1 }, false],
  ])('the firm may probe %j itself: %p', (input, allowed) => {
    expect(evaluateRule('selfprobe.allowed', input)).toMatchObject({ allowed });
  });

  test.each([
    ['general', '区政府', '国务院令493 art.19'],
    ['larger', '市政府', '上海市安全生产条例 art.60 (2018文本)'],
    ['major', '市政府', '上海市安全生产条例 art.60 (2018文本)'],
    ['special', '国务院', '国务院令493 art.19'],
  ])('a %s accident is investigated by %s', (level, body, article) => {
    expect(evaluateRule('investigator', { grade: level })).toMatchObject({ investigator: body, article });
  });
});
