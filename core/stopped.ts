import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { closeClock } from './clocks.ts';
import { afterCommit, one, rows, type Trx } from './db.ts';
import { definition, type Definition } from './definitions.ts';
import { badRequest, conflict, notFound, type FieldError } from './errors.ts';
import { notify } from './notifications.ts';
import { enqueue } from './outbox.ts';
import { populated } from './people.ts';
import { require } from './policies.ts';
import { signals } from './signals.ts';
import { now } from './time.ts';

/** A step of a case at which the engine stands still, as far as an operator may know it. */
export interface StoppedStep {
  incident_key: string;
  case_id: string | null;
  case_no: string | null;
  status: string | null;
  element_id: string;
  process: string | null;
  definition_key: string | null;
  instance_key: string;
  error_type: string;
  message: string;
  at: Date;
  job_key: string | null;
}

const STOPPED = `select n.incident_key, n.case_id, c.case_no, c.status, n.element_id, i.process, i.definition_key, n.instance_key,
    n.error_type, n.message, n.at, n.job_key
  from incident n left join cases c on c.case_id = n.case_id
  left join instance i on i.instance_key = n.instance_key and i.broker_epoch = n.broker_epoch
  where n.resolved_at is null and n.broker_epoch = :epoch and (cast(:key as text) is null or n.incident_key = :key)
  order by n.at limit 200`;

/** All steps at which the engine stands still now, the oldest first. */
export const stoppedSteps = (trx: Trx, epoch: string): Promise<StoppedStep[]> =>
  rows(trx, STOPPED, { epoch, key: null });

/**
 * Variables of a step that an operator may set right: groups and units by their plain names, as the step's own lines in
 * the diagram use them. Nothing else: what people decided is not the operator's to change.
 */
export function mendable(deployed: Definition, elementId: string): string[] {
  const text = deployed.bpmn;
  const from = text.indexOf(` id="${elementId}"`);
  if (from < 0) return [];
  const next = text.indexOf('</bpmn:extensionElements>', from);
  const own = text.slice(from, next < 0 ? undefined : next);
  return [...new Set(own.match(/(?<![\w.])[a-z]\w*(?:Group|UnitId)\b|\bunitId\b/g) ?? [])].sort();
}

export interface Mending {
  name: string;
  value: string;
  reason: string;
}

/**
 * Set a variable of the stopped instance right and try the step again: audit row and command in one transaction. Needs a
 * transaction that sees every case; policy `operator.repair`. Throws 404 where nothing stands, 400 for a variable the
 * step does not use, a group in which nobody is, a unit that is none.
 */
export async function mendStep(
  trx: Trx,
  actor: Actor,
  epoch: string,
  incidentKey: string,
  mending: Mending,
): Promise<void> {
  require(actor, 'operator.repair');
  const step = await stopped(trx, epoch, incidentKey);
  const { value } = mending;
  const deployed = await definition(trx, step.definition_key!);
  const errors: FieldError[] = [];
  if (!mendable(deployed, step.element_id).includes(mending.name))
    errors.push({ path: 'name', message: '这个步骤不用这个变量，或它不能由运维更正' });
  else if (mending.name.endsWith('Group') && (await populated(trx, [value])).length === 0)
    errors.push({ path: 'value', message: '没有这个组，或组里还没有可以办理的人员' });
  else if (/nitId$/.test(mending.name) && !(await isUnit(trx, value)))
    errors.push({ path: 'value', message: '没有这个单位，或它已经并入或更名' });
  if (errors.length > 0) throw badRequest('请先改正标出的内容', errors);
  const name = deployed.meta.elements.get(step.element_id)?.name ?? step.element_id;
  await act(trx, {
    caseId: step.case_id!,
    actor,
    act: 'case.mended',
    subject: name,
    after: { [mending.name]: value },
    more: { reason: mending.reason, element: step.element_id, incidentKey },
  });
  await enqueue(trx, step.case_id, {
    kind: 'mend',
    instanceKey: step.instance_key,
    variables: { [mending.name]: value },
    incidentKey,
    jobKey: step.job_key,
  });
  await handled(trx, actor, 'incident.mended', {
    incidentKey,
    name: mending.name,
    value,
    reason: mending.reason,
  });
}

const isUnit = async (trx: Trx, id: string): Promise<boolean> =>
  (await one(trx, 'select 1 from unit where unit_id = ? and successor_id is null', [id])) !== undefined;

/**
 * Withdraw a case that stands still: its engine instances, with all they called, are cancelled; open tasks and limits
 * end; the owner, the opener and whoever had a task are told. `caseNo` is written once more, to confirm. Cases of called processes end with it. Needs a transaction
 * that sees every case; policy `operator.repair`. Throws 404 where nothing stands, 409 for a sealed case or a part of
 * another one.
 */
export async function withdrawCase(
  trx: Trx,
  actor: Actor,
  epoch: string,
  incidentKey: string,
  { reason, caseNo }: { reason: string; caseNo: string },
): Promise<{ caseNo: string }> {
  require(actor, 'operator.repair');
  const step = await stopped(trx, epoch, incidentKey);
  if (caseNo.trim() !== step.case_no)
    throw badRequest('请先改正标出的内容', [{ path: 'caseNo', message: '与要撤销的案件的案号不一致' }]);
  const family = await instancesOf(trx, epoch, step.case_id!);
  const above = family.find(({ depth, parent_no }) => depth === 0 && parent_no !== null);
  if (above) throw conflict(`这件案件由案件${above.parent_no}带起，请撤销那一件`);
  const ids = [...new Set([step.case_id!, ...family.flatMap(({ case_id }) => case_id ?? [])])].sort();
  const found = await rows<{ case_id: string; case_no: string; status: string }>(
    trx,
    'select case_id, case_no, status from cases where case_id = any(?) order by case_id for update',
    [ids],
  );
  const own = found.find(({ case_id }) => case_id === step.case_id)!;
  if (!isLive(own.status)) throw conflict('案件已经办结或撤销，不能再撤销');
  for (const one of found.filter(({ status }) => isLive(status))) await end(trx, actor, one.case_id, reason);
  for (const root of family.filter(({ depth }) => depth === 0))
    await enqueue(trx, step.case_id, { kind: 'cancel', instanceKey: root.instance_key });
  await handled(trx, actor, 'case.withdrawn', { caseNo: own.case_no, incidentKey, reason });
  return { caseNo: own.case_no };
}

const isLive = (status: string): boolean => status === 'open' || status === 'opening';

interface Member {
  instance_key: string;
  case_id: string | null;
  depth: number;
  /** Of a top one: the case whose instance called it. */
  parent_no: string | null;
}

/** The running instances of a case, the top ones at depth 0, and all that they called. */
const instancesOf = (trx: Trx, epoch: string, caseId: string): Promise<Member[]> =>
  rows<Member>(
    trx,
    `with recursive top as (
       select i.instance_key, i.case_id, p.case_id as parent_case from instance i
       left join instance p on p.broker_epoch = i.broker_epoch and p.instance_key = i.parent_key
       where i.broker_epoch = :epoch and i.case_id = :caseId and i.state = 'active'
         and (i.parent_key is null or p.case_id is distinct from i.case_id)),
     family as (
       select instance_key, case_id, 0 as depth, parent_case from top
       union all select i.instance_key, i.case_id, f.depth + 1, null from family f
       join instance i on i.broker_epoch = :epoch and i.parent_key = f.instance_key and i.state = 'active')
     select f.instance_key, f.case_id, f.depth, c.case_no as parent_no from family f left join cases c on c.case_id = f.parent_case`,
    { epoch, caseId },
  );

/** End one case: nothing of it waits for anybody any more. */
async function end(trx: Trx, actor: Actor, caseId: string, reason: string): Promise<void> {
  const at = now();
  const tasks = await rows<{ groups: string[] }>(
    trx,
    `update task set state = 'cancelled', cancel_reason = '案件已撤销', closed_at = ?, version = version + 1
     where case_id = ? and state in ('open', 'closing') returning groups`,
    [at, caseId],
  );
  await trx.raw('delete from task_candidate where task_id in (select task_id from task where case_id = ?)', [
    caseId,
  ]);
  const clocks = await rows<{ clock_id: string }>(
    trx,
    `select clock_id from clock where case_id = ? and state = 'open'`,
    [caseId],
  );
  for (const { clock_id } of clocks) await closeClock(trx, clock_id, actor, at, 'cancelled');
  // What was still on its way to the engine would find nothing there.
  await trx.raw(
    `update outbox set done_at = clock_timestamp(), result = 'withdrawn' where case_id = ? and done_at is null and kind <> 'ticket'`,
    [caseId],
  );
  await trx.raw(
    'update incident set resolved_at = ?, resolved_by = ? where case_id = ? and resolved_at is null',
    [at, actor.account, caseId],
  );
  const ended = await one<{ case_no: string; owner_group: string; opened_by: string }>(
    trx,
    `update cases set status = 'cancelled', outcome = 'withdrawn', outcome_reason = ? where case_id = ?
     returning case_no, owner_group, opened_by`,
    [reason, caseId],
  );
  await act(trx, {
    caseId,
    actor,
    act: 'case.withdrawn',
    subject: ended!.case_no,
    after: { tasks: tasks.length, clocks: clocks.length },
    more: { reason },
  });
  const groups = [...new Set(tasks.flatMap((task) => task.groups))];
  await notify(trx, {
    groups: [ended!.owner_group, `person:${ended!.opened_by}`, ...groups],
    caseId,
    kind: 'case.withdrawn',
    text: `案件${ended!.case_no}因流程故障已撤销，理由：${reason}；需要继续办理的请重新建案`,
  });
  afterCommit(trx, () => {
    signals.emit('inbox', groups, 'went');
    signals.emit('case', caseId);
  });
}

async function stopped(trx: Trx, epoch: string, incidentKey: string): Promise<StoppedStep> {
  const step = await one<StoppedStep>(trx, STOPPED, { epoch, key: incidentKey });
  if (step === undefined) throw notFound('没有找到这条异常，可能已经解决');
  if (step.case_id === null || step.definition_key === null)
    throw conflict('这条异常不属于任何案件，只能重试');
  return step;
}

async function handled(trx: Trx, actor: Actor, what: string, body: Record<string, unknown>): Promise<void> {
  await trx.raw('insert into security_event (at, actor, act, body) values (?, ?, ?, ?)', [
    now(),
    actor.account,
    what,
    JSON.stringify(body),
  ]);
}
