import { Type } from '@sinclair/typebox';
import type { LegalAmount, LegalPack } from '../legal-pack.ts';
import { decimal, hundredths, type Hundredths } from './money.ts';
import {
  GRADES,
  GRADE_ZH,
  amountOf,
  choice,
  cite,
  contains,
  count,
  defineRule,
  fields,
  yuan,
  type Grade,
} from './rule.ts';

const casualties = {
  deaths: Type.Optional(count('死亡人数')),
  severe: Type.Optional(count('重伤人数')),
  poisoned: Type.Optional(count('急性工业中毒人数')),
  lossYuan: Type.Optional(yuan('直接经济损失（元）')),
};

interface Casualties {
  deaths?: number | undefined;
  severe?: number | undefined;
  poisoned?: number | undefined;
  lossYuan?: string | undefined;
}

const CRITERIA = ['deaths', 'severe', 'loss'] as const;
type Criterion = (typeof CRITERIA)[number];

// Acute industrial poisoning counts as serious injury (国务院令493 art. 3).
function measured(input: Casualties): Record<Criterion, Hundredths> {
  return {
    deaths: BigInt(input.deaths ?? 0) * 100n,
    severe: BigInt((input.severe ?? 0) + (input.poisoned ?? 0)) * 100n,
    loss: hundredths(input.lossYuan ?? '0'),
  };
}

interface Judged {
  grade: Grade;
  rows: LegalAmount[];
  criteria: Array<{ criterion: Criterion; value: string; grade: Grade }>;
}

// Each criterion gives a grade of its own; the highest is the grade of the accident.
function judge(pack: LegalPack, input: Casualties): Judged {
  const values = measured(input);
  const found = CRITERIA.map((criterion) => {
    const grade = GRADES.findLast((g) =>
      contains(amountOf(pack, `grade.${g}.${criterion}`), values[criterion]),
    );
    return { criterion, value: decimal(values[criterion]), grade: grade ?? 'general' };
  });
  const highest = GRADES[Math.max(...found.map(({ grade }) => GRADES.indexOf(grade)))] ?? 'general';
  const criteria = found.filter(({ grade }) => grade === highest);
  return {
    grade: highest,
    criteria,
    rows: criteria.map(({ criterion }) => amountOf(pack, `grade.${highest}.${criterion}`)),
  };
}

/** Grade of an accident; with missing persons counted as dead it also gives the grade that is possible. */
export const accidentGrade = defineRule({
  name: 'accident.grade',
  titleZh: '事故等级',
  keys: ['grade.*'],
  input: fields({ ...casualties, missing: Type.Optional(count('下落不明人数')) }),
  decide: (input, { pack }) => {
    const { grade, criteria, rows } = judge(pack, input);
    // Missing persons are not dead until confirmed; the form shows what the grade may become (legal-rules §2).
    const possible = judge(pack, { ...input, deaths: (input.deaths ?? 0) + (input.missing ?? 0) }).grade;
    return {
      grade,
      gradeZh: GRADE_ZH[grade],
      possibleGrade: possible,
      possibleGradeZh: GRADE_ZH[possible],
      criteria,
      ...cite(...rows),
    };
  },
});

/** Whether an accident must be reported upward. */
export const reportThreshold = defineRule({
  name: 'report.threshold',
  titleZh: '是否须上报',
  keys: ['report.threshold.*'],
  input: fields({ ...casualties, graveNearMiss: Type.Optional(Type.Boolean({ title: '较大涉险事故' })) }),
  decide: (input, { pack }) => {
    const values = measured(input);
    const rows = CRITERIA.map((criterion) => ({
      criterion,
      row: amountOf(pack, `report.threshold.${criterion}`),
    }));
    const met = rows.filter(({ criterion, row }) => contains(row, values[criterion]));
    const reasons: string[] = met.map(({ criterion }) => criterion);
    if (input.graveNearMiss) reasons.push('graveNearMiss');
    return {
      mustReport: reasons.length > 0,
      reasons,
      ...cite(...(met.length > 0 ? met : rows).map(({ row }) => row)),
    };
  },
});

/** Whether the government may let the firm probe the accident itself: nobody hurt, and a loss below the limit. */
export const selfprobeAllowed = defineRule({
  name: 'selfprobe.allowed',
  titleZh: '可否委托企业自查',
  keys: ['selfprobe.loss'],
  input: fields({
    ...casualties,
    missing: Type.Optional(count('下落不明人数')),
    light: Type.Optional(count('轻伤人数')),
  }),
  decide: (input, { pack }) => {
    const row = amountOf(pack, 'selfprobe.loss');
    const { deaths, severe, loss } = measured(input);
    const hurt = deaths + severe > 0n || (input.missing ?? 0) + (input.light ?? 0) > 0;
    return { allowed: !hurt && contains(row, loss), limitYuan: row.max, ...cite(row) };
  },
});

/** Which body investigates an accident of a grade. */
export const investigator = defineRule({
  name: 'investigator',
  titleZh: '事故调查机关',
  keys: ['investigator.*'],
  input: fields({ grade: choice(GRADES, '事故等级') }),
  decide: ({ grade }, { pack }) => {
    const row = [...pack.amounts.values()].find(
      ({ key, appliesTo }) => key.startsWith('investigator.') && appliesTo.includes(grade),
    );
    const found = row ?? amountOf(pack, `investigator.${grade}`);
    return { grade, investigator: found.valueZh, ...cite(found) };
  },
});
