import { Type, type Static } from '@sinclair/typebox';
import { badRequest } from '../errors.ts';
import type { LegalAmount, LegalPack } from '../legal-pack.ts';
import { nearMatches } from '../near.ts';
import { decimal, hundredths, percentOf, times, type Hundredths } from './money.ts';
import { GRADES, amountOf, choice, cite, defineRule, fields, maxOf, minOf, need, yuan } from './rule.ts';

const question = {
  key: Type.String({ minLength: 1, maxLength: 60, title: '条目，例如 fine.114 或 fine.97' }),
  grade: Type.Optional(choice(GRADES, '事故等级')),
  step: Type.Optional(choice(['first', 'again'] as const, '首次责令改正 / 逾期未改正')),
  person: Type.Optional(Type.Boolean({ title: '对直接责任人员' })),
  aggravated: Type.Optional(Type.Boolean({ title: '情节特别严重' })),
  incomeYuan: Type.Optional(yuan('上一年年收入（元）')),
  gainYuan: Type.Optional(yuan('违法所得（元）')),
};
const input = fields(question);
type Question = Static<typeof input>;

interface Range {
  key: string;
  min: Hundredths | null;
  max: Hundredths | null;
  /** a share of income is known even where the income is not */
  minPercent: string | null;
  maxPercent: string | null;
  rows: LegalAmount[];
}

// Rows that are steps of a calculation, not ranges of a fine.
const PARTS = new Set(['fine.112', 'fine.114.multiplier', 'fine.103.gain', 'fine.103.gain.threshold']);

function rowOf(pack: LegalPack, question: Question): LegalAmount {
  const prefix = question.key.startsWith('fine.') ? question.key : `fine.${question.key}`;
  const full = [prefix, question.grade, question.step, question.person ? 'person' : undefined]
    .filter((part) => part !== undefined)
    .join('.');
  const known = [...pack.amounts.keys()].filter((key) => key.startsWith('fine.') && !PARTS.has(key));
  const row = known.includes(full) ? pack.amounts.get(full) : undefined;
  if (row) return row;
  const below = known.filter((key) => key.startsWith(`${full}.`));
  const offered = below.length > 0 ? below : nearMatches(full, known);
  throw badRequest('输入有误', [
    { path: 'key', message: `没有罚款条目 ${full}，可选：${offered.join('、') || known.join('、')}` },
  ]);
}

function rangeOf(pack: LegalPack, question: Question): Range {
  const row = rowOf(pack, question);
  if (question.aggravated && !row.key.startsWith('fine.114.')) {
    throw badRequest('输入有误', [{ path: 'aggravated', message: '只有安全生产法第一百一十四条规定了加倍' }]);
  }
  const bare = { key: row.key, minPercent: null, maxPercent: null, rows: [row] };
  if (row.unit.startsWith('%')) return shareOfIncome(row, question.incomeYuan);
  if (question.aggravated) return multiplied(pack, row);
  if (row.key === 'fine.103' && question.gainYuan !== undefined) {
    const threshold = amountOf(pack, 'fine.103.gain.threshold');
    const gain = hundredths(question.gainYuan);
    const factor = amountOf(pack, 'fine.103.gain');
    if (gain >= minOf(threshold)) {
      return { ...bare, min: times(gain, minOf(factor)), max: times(gain, maxOf(factor)), rows: [factor] };
    }
  }
  return { ...bare, min: minOf(row), max: maxOf(row) };
}

function shareOfIncome(row: LegalAmount, incomeYuan: string | undefined): Range {
  const income = incomeYuan === undefined ? null : hundredths(incomeYuan);
  return {
    key: row.key,
    min: income === null ? null : percentOf(income, minOf(row)),
    max: income === null ? null : percentOf(income, maxOf(row)),
    minPercent: row.min,
    maxPercent: row.max,
    rows: [row],
  };
}

// Two to five times "the amount above": the lightest is twice its lower end, the gravest five times its upper end.
function multiplied(pack: LegalPack, row: LegalAmount): Range {
  const factor = amountOf(pack, 'fine.114.multiplier');
  return {
    key: row.key,
    min: times(minOf(row), minOf(factor)),
    max: times(maxOf(row), maxOf(factor)),
    minPercent: null,
    maxPercent: null,
    rows: [row, factor],
  };
}

const shown = ({ key, min, max, minPercent, maxPercent }: Range) => ({
  key,
  minYuan: min === null ? null : decimal(min),
  maxYuan: max === null ? null : decimal(max),
  minPercent,
  maxPercent,
});

/** The range of a fine; both ends belong to it. */
export const fineRange = defineRule({
  name: 'fine.range',
  titleZh: '罚款幅度',
  keys: ['fine.*'],
  input,
  decide: (asked, { pack }) => {
    const range = rangeOf(pack, asked);
    return { ...shown(range), ...cite(...range.rows) };
  },
});

/** Whether a proposed fine lies within its range. */
export const fineCheck = defineRule({
  name: 'fine.check',
  titleZh: '罚款是否在幅度内',
  keys: ['fine.*'],
  input: fields({ ...question, amountYuan: yuan('拟罚款（元）') }),
  decide: ({ amountYuan, ...asked }, { pack }) => {
    const range = rangeOf(pack, asked);
    const amount = hundredths(amountYuan);
    const why = '该条按上一年年收入的比例计罚，须填写年收入';
    const min = need(range.min ?? undefined, 'incomeYuan', why);
    const max = need(range.max ?? undefined, 'incomeYuan', why);
    const side = amount < min ? 'below' : amount > max ? 'above' : null;
    return {
      within: side === null,
      side,
      amountYuan: decimal(amount),
      ...shown(range),
      ...cite(...range.rows),
    };
  },
});
