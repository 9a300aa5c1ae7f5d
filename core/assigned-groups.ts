import { rows, type Trx } from './db.ts';
import { badRequest } from './errors.ts';
import type { CompiledForm } from './forms/types.ts';
import { populated } from './people.ts';

/**
 * For every unit or firm that goes to the engine, its group goes along as `<key>Group`: diagrams assign by group. Throws
 * 400 for a unit that is to get work and has nobody: the order would reach no inbox.
 */
export async function groupsFor(
  trx: Trx,
  form: CompiledForm,
  engine: Record<string, unknown>,
  getsWork: (key: string) => boolean,
): Promise<Record<string, unknown>> {
  const ids = form.fields.flatMap(({ key, type }): [string, string][] => {
    const id = engine[key];
    return (type === 'unit' || type === 'firm') && typeof id === 'string' ? [[key, id]] : [];
  });
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
        message: '该单位还没有可以办理的人员，请另选单位，或请安全管理员先为其授权',
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
