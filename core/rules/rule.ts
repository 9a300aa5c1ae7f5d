import { Type, type Static, type TSchema } from '@sinclair/typebox';
import type { Calendar } from '../calendar.ts';
import { AppError, badRequest } from '../errors.ts';
import type { LegalAmount, LegalPack, RuleStatus } from '../legal-pack.ts';
import { hundredths, type Hundredths } from './money.ts';

/** What a rule may look at besides its input. */
export interface RuleContext {
  pack: LegalPack;
  calendar: Calendar;
}

/** Answer of a rule: its own fields, the articles it rests on and how sure they are. */
export type RuleAnswer = Record<string, unknown> & { article: string; status: RuleStatus };

/** A legal rule as a pure function of input and pack. */
export interface Rule {
  name: string;
  titleZh: string;
  /** keys of the legal pack it reads; `fine.*` means every key that begins so */
  keys: readonly string[];
  /** JSON Schema of the input; unknown fields are refused */
  input: TSchema;
  decide(input: unknown, context: RuleContext): RuleAnswer;
}

/** Declare a rule with a typed input; the input has been checked against the schema before `decide` sees it. */
export function defineRule<S extends TSchema>(rule: {
  name: string;
  titleZh: string;
  keys: readonly string[];
  input: S;
  decide: (input: Static<S>, context: RuleContext) => RuleAnswer;
}): Rule {
  return { ...rule, decide: (input, context) => rule.decide(input as Static<S>, context) };
}

/** Grades of accidents, lightest first (国务院令493 art. 3). */
export const GRADES = ['general', 'larger', 'major', 'special'] as const;
export type Grade = (typeof GRADES)[number];
export const GRADE_ZH: Record<Grade, string> = {
  general: '一般事故',
  larger: '较大事故',
  major: '重大事故',
  special: '特别重大事故',
};

/** Schema of a field that takes one of a few codes. */
export const choice = <const T extends readonly string[]>(codes: T, title: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: codes, title });

/** Schema of an amount of money in yuan, as a decimal string. */
export const yuan = (title: string) =>
  Type.String({
    pattern: '^(0|[1-9]\\d{0,14})(\\.\\d{1,2})?$',
    title,
    zh: '应当是以元为单位的金额文本，最多两位小数，例如 "300000"',
  });

/** Schema of a whole number that counts something. */
export const count = (title: string, maximum = 1_000_000) => Type.Integer({ minimum: 0, maximum, title });

/** Schema of a day `YYYY-MM-DD`. */
export const day = (title: string) => Type.String({ format: 'day', title });

/** An input object without unknown fields; an empty one asks nothing. */
export const fields = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false, minProperties: 1 });

/** The amount row of a key. Throws if the pack in force lacks it: an operator's matter, not the caller's. */
export function amountOf(pack: LegalPack, key: string): LegalAmount {
  const row = pack.amounts.get(key);
  if (!row) {
    throw new AppError('legal-pack-incomplete', 500, `法律参数包第${pack.version}版缺少数额${key}`, {
      extra: { key },
    });
  }
  return row;
}

/** Lower end of a row in hundredths. Throws like `amountOf` if the row has none. */
export const minOf = (row: LegalAmount): Hundredths => endOf(row, row.min);

/** Upper end of a row in hundredths. Throws like `amountOf` if the row has none. */
export const maxOf = (row: LegalAmount): Hundredths => endOf(row, row.max);

function endOf(row: LegalAmount, end: string | null): Hundredths {
  if (end === null)
    throw new AppError('legal-pack-incomplete', 500, `数额${row.key}缺少数值`, { extra: { key: row.key } });
  return hundredths(end);
}

/**
 * Whether a number lies in the range of a row. 以上 includes its number everywhere; 以下 excludes it in grades
 * (国务院令493 art. 3) and includes it in ranges of penalties: the row says which.
 */
export function contains(row: LegalAmount, value: Hundredths): boolean {
  if (row.min !== null && value < hundredths(row.min)) return false;
  if (row.max === null) return true;
  const max = hundredths(row.max);
  return row.maxIncluded ? value <= max : value < max;
}

/** The articles of the rows an answer rests on, and the least certain of their states. */
export function cite(...rows: ReadonlyArray<Pick<LegalAmount, 'article' | 'status'>>): {
  article: string;
  status: RuleStatus;
} {
  const order: RuleStatus[] = ['law', 'local example', 'to confirm'];
  const worst = Math.max(0, ...rows.map((row) => order.indexOf(row.status)));
  const articles = [...new Set(rows.map((row) => row.article).filter(Boolean))];
  return { article: articles.join('; '), status: order[worst] ?? 'to confirm' };
}

/** Refuse an input that lacks a field which this kind of question needs. */
export function need<T>(value: T | undefined, path: string, why: string): T {
  if (value === undefined) throw badRequest('输入不完整', [{ path, message: why }]);
  return value;
}
