import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { afterCommit, one, rows, type Trx } from './db.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { leaveDraft } from './left-drafts.ts';
import { notify } from './notifications.ts';
import { populated } from './people.ts';
import { groupOfUnit, require } from './policies.ts';
import { signals } from './signals.ts';
import { nameKey } from './text/fold.ts';
import { now } from './time.ts';

/** 机构变动 of a unit: merged into another (`successorId`), or carried on under a new name (`newName`). */
export interface Reorganisation {
  unitId: string;
  successorId?: string;
  newName?: string;
  /** Its people act for the successor from now on; of a renamed unit they always do. */
  withPeople: boolean;
  reason: string;
}

/** What went over to the successor. */
export interface Moved {
  successorId: string;
  successorName: string;
  cases: number;
  tasks: number;
  items: number;
  people: number;
}

interface Unit {
  unit_id: string;
  name_zh: string;
  kind: string;
  parent_id: string | null;
  path: string;
  successor_id: string | null;
}

/**
 * Dissolve a unit: what it has under way goes to its successor, with a row in the trail of every case touched. New work
 * follows by itself (`current_unit`, `current_group`). The old party goes on reading its cases; sealed files stay as they
 * are. Needs a transaction that sees every case; policy `unit.reorganise`. Throws 404 for an unknown unit, 409 for one
 * that is dissolved already, 400 for a successor that is itself, is dissolved, or has nobody.
 */
export async function reorganise(trx: Trx, actor: Actor, wanted: Reorganisation): Promise<Moved> {
  require(actor, 'unit.reorganise');
  const unit = await one<Unit>(trx, 'select * from unit where unit_id = ? for update', [wanted.unitId]);
  if (unit === undefined) throw notFound('没有这个单位');
  if (unit.successor_id !== null) throw conflict('这个单位已经并入或更名，请查看其继受单位');
  const successor = await successorOf(trx, unit, wanted);
  await trx.raw('update unit set successor_id = ? where unit_id = ?', [successor.unit_id, unit.unit_id]);
  const renamed = wanted.newName !== undefined;
  const people = renamed || wanted.withPeople ? await movePeople(trx, unit, successor) : 0;
  if ((await populated(trx, [groupOfUnit(successor)])).length === 0)
    throw badRequest('请先改正标出的内容', [
      { path: 'successorId', message: '继受单位还没有可以办理的人员，请先授权，或选择人员一并转入' },
    ]);
  const cases = await moveWork(trx, unit);
  for (const touched of cases)
    await act(trx, {
      caseId: touched.case_id,
      actor,
      act: 'unit.reorganised',
      subject: unit.name_zh,
      before: { unit: unit.name_zh },
      after: { unit: successor.name_zh, tasks: touched.tasks, items: touched.items },
      more: { reason: wanted.reason, how: renamed ? '更名' : '并入' },
    });
  await told(trx, actor, unit, successor, wanted, cases.length);
  const sum = (of: 'tasks' | 'items') => cases.reduce((n, touched) => n + touched[of], 0);
  return {
    successorId: successor.unit_id,
    successorName: successor.name_zh,
    cases: cases.length,
    tasks: sum('tasks'),
    items: sum('items'),
    people,
  };
}

async function successorOf(trx: Trx, unit: Unit, wanted: Reorganisation): Promise<Unit> {
  if (wanted.newName !== undefined) return renamedUnit(trx, unit, wanted.newName.trim());
  const wrong = (message: string) => badRequest('请先改正标出的内容', [{ path: 'successorId', message }]);
  const found = await one<Unit>(trx, 'select * from unit where unit_id = ?', [wanted.successorId ?? '']);
  if (found === undefined) throw wrong('请选择继受单位');
  if (found.unit_id === unit.unit_id) throw wrong('继受单位不能是本单位');
  if (found.successor_id !== null) throw wrong('这个单位自己已经并入或更名，请选择其继受单位');
  return found;
}

/** The unit under its new name: a row of its own, so that papers of before keep the old name. */
async function renamedUnit(trx: Trx, unit: Unit, name: string): Promise<Unit> {
  const fault = (message: string) => badRequest('请先改正标出的内容', [{ path: 'newName', message }]);
  if (name === '' || [...name].length > 60) throw fault('请填写新名称，不超过60个字');
  if (await one(trx, `select 1 from unit where replace(fold_text(name_zh), ' ', '') = ?`, [nameKey(name)]))
    throw fault('已有同名的单位');
  const taken = await rows(trx, `select 1 from unit where unit_id like ? || '-r%'`, [unit.unit_id]);
  const id = `${unit.unit_id}-r${taken.length + 1}`;
  const fresh: Unit = {
    ...unit,
    unit_id: id,
    name_zh: name,
    path: unit.path.replace(/[^/]+$/, id),
    successor_id: null,
  };
  await trx('unit').insert(fresh);
  return fresh;
}

/** People of the old unit join the successor; their old group stays, for the files they could read. */
async function movePeople(trx: Trx, unit: Unit, successor: Unit): Promise<number> {
  const old = groupOfUnit(unit);
  await trx.raw(
    `insert into membership (account, grp, from_at)
     select distinct m.account, :grp, cast(:at as timestamptz) from membership m join person p on p.account = m.account and p.active
     where m.grp = :old and m.from_at <= :at and (m.until_at is null or m.until_at > :at)
       and not exists (select 1 from membership x where x.account = m.account and x.grp = :grp and x.until_at is null)`,
    { grp: groupOfUnit(successor), old, at: now() },
  );
  const moved = await rows(trx, 'update person set unit_id = ? where unit_id = ? returning account', [
    successor.unit_id,
    unit.unit_id,
  ]);
  return moved.length;
}

interface Touched {
  case_id: string;
  tasks: number;
  items: number;
}

/** Whether an account is in one of the groups at `:at`. */
const actsFor = (account: string, groups: string): string =>
  `exists (select 1 from membership m where m.account = ${account} and m.grp = any(${groups})
     and m.from_at <= :at and (m.until_at is null or m.until_at > :at))`;

/** Who had begun one of these tasks and can no longer finish it leaves his draft, as if he had given it back. */
async function leaveDrafts(trx: Trx, taskIds: string[]): Promise<void> {
  const begun = await rows<{ account: string; task_id: string; definition_key: string; form_id: string }>(
    trx,
    `select d.account, t.task_id, t.definition_key, t.form_id from task_draft d join task t on t.task_id = d.task_id
     where t.task_id = any(:taskIds) and not ${actsFor('d.account', 't.groups')}
     order by t.task_id, d.account`,
    { taskIds, at: now() },
  );
  for (const { account, ...task } of begun) await leaveDraft(trx, account, task);
}

/** Open tasks with their inbox rows, open items and parties of live cases; the unit has its successor already. */
async function moveWork(trx: Trx, unit: Unit): Promise<Touched[]> {
  const old = ['unit', 'street', 'dept', 'soe'].map((prefix) => `${prefix}:${unit.unit_id}`);
  const tasks = await rows<{ case_id: string; task_id: string }>(
    trx,
    `update task t set groups = n.groups,
       -- Who held it and does not act for the successor can no longer finish it.
       assignee = case when ${actsFor('t.assignee', 'n.groups')} then t.assignee end
     from (select task_id, array(select distinct current_group(g) from unnest(groups) g) as groups
           from task where state = 'open' and groups && cast(:old as text[])) n
     where n.task_id = t.task_id returning t.case_id, t.task_id`,
    { old, at: now() },
  );
  await leaveDrafts(
    trx,
    tasks.map(({ task_id }) => task_id),
  );
  await trx.raw(
    `insert into task_candidate (grp, due_at, task_id)
     select current_group(grp), due_at, task_id from task_candidate where grp = any(:old) on conflict do nothing`,
    { old },
  );
  await trx.raw('delete from task_candidate where grp = any(?)', [old]);
  const items = await rows<{ case_id: string }>(
    trx,
    `update item set responsible_group = current_group(responsible_group)
     where state = 'open' and responsible_group = any(?) returning case_id`,
    [old],
  );
  const parties = await rows<{ case_id: string }>(
    trx,
    `insert into case_party (case_id, grp, scope, why)
     select distinct on (p.case_id, current_group(p.grp)) p.case_id, current_group(p.grp), p.scope, '机构变动'
     from case_party p join cases c on c.case_id = p.case_id and c.status in ('opening', 'open')
     where p.grp = any(:old) order by p.case_id, current_group(p.grp), p.scope
     on conflict (case_id, grp) do update set scope = least(case_party.scope, excluded.scope) returning case_id`,
    { old },
  );
  const count = (them: { case_id: string }[], id: string) =>
    them.filter(({ case_id }) => case_id === id).length;
  // Chains are locked in one order everywhere several cases meet in a transaction.
  const ids = [...new Set([...tasks, ...items, ...parties].map(({ case_id }) => case_id))].sort();
  return ids.map((id) => ({ case_id: id, tasks: count(tasks, id), items: count(items, id) }));
}

async function told(
  trx: Trx,
  actor: Actor,
  unit: Unit,
  successor: Unit,
  wanted: Reorganisation,
  cases: number,
) {
  const group = groupOfUnit(successor);
  await trx.raw(`insert into security_event (at, actor, act, body) values (?, ?, 'unit.reorganised', ?)`, [
    now(),
    actor.account,
    JSON.stringify({ unit: unit.unit_id, successor: successor.unit_id, cases, reason: wanted.reason }),
  ]);
  await notify(trx, {
    groups: [group],
    caseId: null,
    kind: 'unit.reorganised',
    text: `“${unit.name_zh}”${wanted.newName === undefined ? '并入' : '更名为'}“${successor.name_zh}”，${cases}件在办案件由你单位接着办`,
  });
  afterCommit(trx, () => signals.emit('inbox', [group, groupOfUnit(unit)], 'came'));
}
