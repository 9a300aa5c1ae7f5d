import { rows, type Trx } from './db.ts';
import { badRequest } from './errors.ts';
import { populated } from './people.ts';

/** Only ids of units and firms look like these; codes of options never reach the look-up. */
const MAY_BE_ID = /^(?:[a-z][a-z0-9-]{1,40}|[0-9A-Z]{18})$/;

/**
 * For every unit or firm that goes to the engine, its group goes along as `<key>Group`: diagrams assign by group. Throws
 * 400 for a unit that is to get work and has nobody: the order would reach no inbox.
 */
export async function groupsFor(
  trx: Trx,
  engine: Record<string, unknown>,
  getsWork: (key: string) => boolean,
): Promise<Record<string, unknown>> {
  const ids = Object.entries(engine).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && MAY_BE_ID.test(entry[1]),
  );
  if (ids.length === 0) return engine;
  const found = await rows<{ id: string; grp: string }>(
    trx,
    `select unit_id as id, case kind when 'street' then 'street:' when 'soe' then 'soe:' else 'dept:' end || unit_id as grp
     from unit where unit_id = any(:ids)
     union all select uscc, 'firm:' || uscc from firm where uscc = any(:ids)`,
    { ids: ids.map(([, value]) => value) },
  );
  const groups = new Map(found.map((row) => [row.id, row.grp]));
  const receivers = ids.filter(([key, value]) => groups.has(value) && getsWork(key));
  const empty = await withoutPeople(trx, receivers, groups);
  if (empty.length > 0)
    throw badRequest(
      '请先改正标出的内容',
      empty.map(([path]) => ({
        path,
        message: '该单位还没有可以办理的人员,请另选单位,或请安全管理员先为其授权',
      })),
    );
  const derived = ids.flatMap(([key, value]) =>
    groups.has(value) ? [[`${key}Group`, groups.get(value)]] : [],
  );
  return { ...engine, ...(Object.fromEntries(derived) as Record<string, unknown>) };
}

async function withoutPeople(
  trx: Trx,
  receivers: [string, string][],
  groups: Map<string, string>,
): Promise<[string, string][]> {
  if (receivers.length === 0) return [];
  const reachable = await populated(
    trx,
    receivers.map(([, id]) => groups.get(id)!),
  );
  return receivers.filter(([, id]) => !reachable.includes(groups.get(id)!));
}
