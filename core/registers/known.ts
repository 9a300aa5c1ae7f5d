import { rows, type Trx } from '../db.ts';
import { nameKey } from '../text/fold.ts';
import { now } from '../time.ts';
import type { RegisterColumn } from './describe.ts';

/**
 * For ids entered in a column of units, firms or people: `good`, or in Chinese why they cannot stand there. Ids that no
 * register knows are not in the map.
 */
export async function registeredIds(
  trx: Trx,
  { type, group }: RegisterColumn,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (type === 'person') return people(trx, ids, group);
  const found = await rows<{ id: string; says: string }>(
    trx,
    `select u.unit_id as id,
       case when s.unit_id is null then 'good' else '“' || u.name_zh || '”已并入“' || s.name_zh || '”，请改选继受单位' end as says
     from unit u left join unit s on s.unit_id = current_unit(u.unit_id) and s.unit_id <> u.unit_id where u.unit_id = any(:ids)
     union all select uscc, 'good' from firm where :firms and uscc = any(:ids)`,
    { ids: [...ids], firms: type === 'objects' },
  );
  return new Map(found.map(({ id, says }) => [id, says]));
}

async function people(
  trx: Trx,
  ids: readonly string[],
  group: string | undefined,
): Promise<Map<string, string>> {
  const found = await rows<{ id: string; name: string; active: boolean; member: boolean }>(
    trx,
    `select p.account as id, p.name_zh as name, p.active, exists (
       select 1 from membership m where m.account = p.account and m.grp = :grp and m.from_at <= :at
         and (m.until_at is null or m.until_at > :at)) as member
     from person p where p.account = any(:ids)`,
    { ids: [...ids], grp: group ?? '', at: now() },
  );
  const says = (one: (typeof found)[number]): string => {
    if (!one.active) return `${one.name}的账号已停用`;
    return group === undefined || one.member ? 'good' : `${one.name}没有相应身份，请先由安全管理员授权`;
  };
  return new Map(found.map((one) => [one.id, says(one)]));
}

/** Ids by what people write for them: names of units, firms and people. A name that several bear gives several. */
export async function idsByName(
  trx: Trx,
  type: RegisterColumn['type'],
  names: readonly string[],
): Promise<Map<string, string[]>> {
  const wanted = { unit: type !== 'person', firm: type === 'objects', person: type === 'person' };
  const key = `replace(fold_text(name_zh), ' ', '')`;
  const found = await rows<{ key: string; id: string }>(
    trx,
    `select ${key} as key, unit_id as id from unit where :unit and ${key} = any(:keys)
     union all select ${key}, uscc from firm where :firm and ${key} = any(:keys)
     union all select ${key}, account from person where :person and active and ${key} = any(:keys)`,
    { keys: names.map(nameKey), ...wanted },
  );
  const byKey = Map.groupBy(found, (row) => row.key);
  return new Map(
    names.flatMap((name) => {
      const them = byKey.get(nameKey(name));
      return them === undefined ? [] : [[name, them.map(({ id }) => id)]];
    }),
  );
}
