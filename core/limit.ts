import type { Trx } from './db.ts';
import { AppError } from './errors.ts';
import { law } from './law.ts';
import { evaluateRule } from './rules/index.ts';
import { now, shanghaiDayOf } from './time.ts';

/** What a legal rule says with the pack in force today. Throws as `evaluateRule` does. */
export async function ruleToday(
  trx: Trx,
  name: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { on, calendar } = await law(trx);
  return evaluateRule(name, input, { pack: on(shanghaiDayOf(now())), calendar });
}

/**
 * How often something may happen before the next way is taken (rule `limit.reached` with the pack in force today).
 * Throws 400 when the pack has no such limit.
 */
export async function limitOf(trx: Trx, key: string): Promise<number> {
  return Number((await ruleToday(trx, 'limit.reached', { key, count: 0 })).limit);
}

/** A share, size or score of the pack in force today: least and greatest value. Throws AppError where the pack has no such row. */
export async function amountOf(trx: Trx, key: string): Promise<{ min: number; max: number }> {
  const row = (await law(trx)).on(shanghaiDayOf(now())).amounts.get(key);
  if (row === undefined) throw new AppError('unknown-amount', 500, `法规包中没有“${key}”`);
  return { min: Number(row.min), max: Number(row.max) };
}
