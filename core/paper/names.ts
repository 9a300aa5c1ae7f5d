import { rows, type Trx } from '../db.ts';
import { textsIn, type Names } from './form-rows.ts';

/** Names of all accounts, units and firms whose ids stand somewhere in the data. */
export async function namesIn(trx: Trx, ...data: unknown[]): Promise<Names> {
  const ids = textsIn(data);
  if (ids.length === 0) return new Map();
  const found = await rows<{ id: string; name: string }>(
    trx,
    `select account as id, name_zh as name from person where account = any(:ids)
     union all select unit_id, name_zh from unit where unit_id = any(:ids)
     union all select uscc, name_zh from firm where uscc = any(:ids)`,
    { ids },
  );
  return new Map([['system', '系统'], ...found.map(({ id, name }): [string, string] => [id, name])]);
}
