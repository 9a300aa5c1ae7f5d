import { rows, type Trx } from '../db.ts';
import { badRequest } from '../errors.ts';
import type { CompiledForm } from '../forms/types.ts';
import { populated } from '../people.ts';

/** A unit or firm as diagrams take it: by its id and the group that acts for it. */
interface Assigned {
  id: string;
  group: string | null;
}

/**
 * For every unit or firm that goes to the engine, its group goes along: as `<key>Group`, and for a field of several as
 * `<key>List`, the elements of a multi-instance. A dissolved unit acts through its successor. Throws 400 for a unit that
 * is to get work and has nobody: the order would reach no inbox.
 */
export async function groupsFor(
  trx: Trx,
  form: CompiledForm,
  engine: Readonly<Record<string, unknown>>,
  getsWork: (key: string) => boolean,
): Promise<Record<string, unknown>> {
  const named = form.fields.flatMap(({ key, type }): [key: string, ids: string[]][] => {
    const value = engine[key];
    if (type !== 'unit' && type !== 'firm') return [];
    const ids = [value].flat().filter((id) => typeof id === 'string');
    return ids.length > 0 || Array.isArray(value) ? [[key, ids]] : [];
  });
  if (named.length === 0) return engine;
  const found = await rows<{ asked: string; id: string; grp: string }>(
    trx,
    `select a.id as asked, u.unit_id as id,
       case u.kind when 'street' then 'street:' when 'soe' then 'soe:' else 'dept:' end || u.unit_id as grp
     from unnest(cast(:ids as text[])) a(id) join unit u on u.unit_id = current_unit(a.id)
     union all select uscc, uscc, 'firm:' || uscc from firm where uscc = any(:ids)`,
    { ids: named.flatMap(([, ids]) => ids) },
  );
  const assigned = new Map(found.map(({ asked, id, grp }) => [asked, { id, group: grp }]));
  await mustHavePeople(
    trx,
    named.filter(([key]) => getsWork(key)),
    assigned,
  );
  const derived = named.map(([key, ids]): [string, unknown] => {
    const list: Assigned[] = ids.flatMap((id) => assigned.get(id) ?? []);
    return Array.isArray(engine[key]) ? [`${key}List`, list] : [`${key}Group`, list[0]?.group];
  });
  return { ...engine, ...Object.fromEntries(derived.filter(([, value]) => value !== undefined)) };
}

async function mustHavePeople(
  trx: Trx,
  receivers: [key: string, ids: string[]][],
  assigned: ReadonlyMap<string, Assigned>,
): Promise<void> {
  const groups = receivers.flatMap(([, ids]) => ids.flatMap((id) => assigned.get(id)?.group ?? []));
  if (groups.length === 0) return;
  const reachable = await populated(trx, groups);
  const empty = receivers.filter(([, ids]) =>
    ids.some((id) => assigned.has(id) && !reachable.includes(assigned.get(id)!.group!)),
  );
  if (empty.length > 0)
    throw badRequest(
      '请先改正标出的内容',
      empty.map(([path]) => ({
        path,
        message: '该单位还没有可以办理的人员，请另选单位，或请安全管理员先为其授权',
      })),
    );
}
