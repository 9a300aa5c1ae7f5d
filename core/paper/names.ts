import type { Trx } from '../db.ts';
import { namesBehind } from '../people.ts';
import { textsIn, type Names } from './form-rows.ts';

/** Names of all accounts, units and firms whose ids stand somewhere in the data. */
export async function namesIn(trx: Trx, ...data: unknown[]): Promise<Names> {
  const ids = textsIn(data);
  if (ids.length === 0) return new Map();
  return new Map([['system', '系统'], ...(await namesBehind(trx, ids))]);
}
