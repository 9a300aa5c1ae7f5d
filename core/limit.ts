import type { Trx } from './db.ts';
import { law } from './law.ts';
import { evaluateRule } from './rules/index.ts';
import { now, shanghaiDayOf } from './time.ts';

/**
 * How often something may happen before the next way is taken (rule `limit.reached` with the pack in force today).
 * Throws 400 when the pack has no such limit.
 */
export async function limitOf(trx: Trx, key: string): Promise<number> {
  const { on, calendar } = await law(trx);
  const answer = evaluateRule(
    'limit.reached',
    { key, count: 0 },
    { pack: on(shanghaiDayOf(now())), calendar },
  );
  return Number(answer.limit);
}
