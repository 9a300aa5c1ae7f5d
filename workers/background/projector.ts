import { act } from '../../core/act.ts';
import { SYSTEM } from '../../core/actor.ts';
import { closeClock } from '../../core/clocks.ts';
import { afterCommit, asSystem, one, rows, type Trx } from '../../core/db.ts';
import { notify } from '../../core/notifications.ts';
import { namesOf } from '../../core/people.ts';
import { signals } from '../../core/signals.ts';
import type { Host } from '../host.ts';
import { singleton } from './singleton.ts';

const PROJECTOR_LOCK = 7_202;
const TICK_MS = 1_000;
const BATCH = 500;

interface RecordRow {
  partition_id: number;
  position: string;
  value_type: string;
  intent: string;
  record_key: string;
  at: Date;
  value: Record<string, unknown>;
}

/**
 * Projects stored records into what pages ask for: way taken, visits, instances, incidents, and tasks the engine
 * cancelled (a boundary event tells nobody else). Reads `engine_record` from its own position on, in the transaction
 * that moves the position, so it can be stopped anywhere and started again.
 */
export function startProjector(host: Host): { wake: () => void; close(): Promise<void> } {
  let wakeNow: () => void = () => undefined;
  const running = singleton(
    host,
    PROJECTOR_LOCK,
    TICK_MS,
    () => projectAll(host),
    (wake) => {
      wakeNow = wake;
      return () => undefined;
    },
  );
  return { wake: () => wakeNow(), close: running.close };
}

/** Project until nothing new is left. */
export async function projectAll(host: Pick<Host, 'db' | 'brokerEpoch'>): Promise<void> {
  const partitions = await rows<{ partition_id: number }>(
    host.db,
    `with recursive p as (
       (select partition_id from engine_record where broker_epoch = :epoch order by partition_id limit 1)
       union all
       select (select partition_id from engine_record where broker_epoch = :epoch and partition_id > p.partition_id
               order by partition_id limit 1) from p where p.partition_id is not null)
     select partition_id from p where partition_id is not null`,
    { epoch: host.brokerEpoch },
  );
  for (const { partition_id } of partitions) while ((await projectBatch(host, partition_id)) === BATCH);
}

async function projectBatch(host: Pick<Host, 'db' | 'brokerEpoch'>, partition: number): Promise<number> {
  return asSystem(host.db, async (trx) => {
    const from = await one<{ position: string }>(
      trx,
      'select position from projector_position where broker_epoch = ? and partition_id = ? for update',
      [host.brokerEpoch, partition],
    );
    const records = await rows<RecordRow>(
      trx,
      `select * from engine_record where broker_epoch = ? and partition_id = ? and position > ? order by position limit ?`,
      [host.brokerEpoch, partition, from?.position ?? '-1', BATCH],
    );
    if (records.length === 0) return 0;
    await project(trx, host.brokerEpoch, records);
    await trx.raw(
      `insert into projector_position (broker_epoch, partition_id, position) values (?, ?, ?)
       on conflict (broker_epoch, partition_id) do update set position = excluded.position`,
      [host.brokerEpoch, partition, records.at(-1)!.position],
    );
    return records.length;
  });
}

async function project(trx: Trx, epoch: string, records: RecordRow[]): Promise<void> {
  const processes = records.filter((record) => record.value_type === 'PROCESS_INSTANCE');
  await projectInstances(trx, epoch, processes);
  await projectFlows(
    trx,
    epoch,
    processes.filter((record) => record.intent === 'SEQUENCE_FLOW_TAKEN'),
  );
  await projectVisits(trx, epoch, processes);
  for (const record of records) {
    if (record.value_type === 'JOB' && record.intent === 'CANCELED') await cancelTask(trx, epoch, record);
    if (record.value_type === 'INCIDENT') await projectIncident(trx, epoch, record);
  }
  const keys = [...new Set(processes.map((record) => String(record.value.processInstanceKey)))];
  const cases = await rows<{ case_id: string }>(
    trx,
    'select distinct case_id from instance where broker_epoch = ? and instance_key = any(?) and case_id is not null',
    [epoch, keys],
  );
  for (const { case_id } of cases) afterCommit(trx, () => signals.emit('case', case_id));
}

const json = (value: unknown) => JSON.stringify(value);

async function projectInstances(trx: Trx, epoch: string, records: RecordRow[]): Promise<void> {
  const born = records.filter(
    (r) => r.value.bpmnElementType === 'PROCESS' && r.intent === 'ELEMENT_ACTIVATED',
  );
  if (born.length > 0)
    await trx.raw(
      `insert into instance (broker_epoch, instance_key, parent_key, process, definition_key, started_at)
       select ?, b.instance_key, nullif(b.parent_key, '-1'), b.process, b.definition_key, b.started_at
       from jsonb_to_recordset(?::jsonb) b(instance_key text, parent_key text, process text, definition_key text, started_at timestamptz)
       on conflict (broker_epoch, instance_key) do update set parent_key = excluded.parent_key, started_at = excluded.started_at`,
      [
        epoch,
        json(
          born.map((r) => ({
            instance_key: String(r.value.processInstanceKey),
            parent_key: String(r.value.parentProcessInstanceKey ?? '-1'),
            process: r.value.bpmnProcessId,
            definition_key: String(r.value.processDefinitionKey),
            started_at: r.at,
          })),
        ),
      ],
    );
  const gone = records.filter(
    (r) =>
      r.value.bpmnElementType === 'PROCESS' &&
      (r.intent === 'ELEMENT_COMPLETED' || r.intent === 'ELEMENT_TERMINATED'),
  );
  if (gone.length > 0)
    await trx.raw(
      `update instance i set state = g.state, ended_at = g.ended_at
       from jsonb_to_recordset(?::jsonb) g(instance_key text, state text, ended_at timestamptz)
       where i.broker_epoch = ? and i.instance_key = g.instance_key`,
      [
        json(
          gone.map((r) => ({
            instance_key: String(r.value.processInstanceKey),
            state: r.intent === 'ELEMENT_COMPLETED' ? 'completed' : 'terminated',
            ended_at: r.at,
          })),
        ),
        epoch,
      ],
    );
}

async function projectFlows(trx: Trx, epoch: string, taken: RecordRow[]): Promise<void> {
  if (taken.length === 0) return;
  await trx.raw(
    `insert into flow_taken (broker_epoch, partition_id, position, instance_key, flow_id, at)
     select ?, f.partition_id, f.position, f.instance_key, f.flow_id, f.at
     from jsonb_to_recordset(?::jsonb) f(partition_id int, position bigint, instance_key text, flow_id text, at timestamptz)
     on conflict do nothing`,
    [
      epoch,
      json(
        taken.map((r) => ({
          partition_id: r.partition_id,
          position: r.position,
          instance_key: String(r.value.processInstanceKey),
          flow_id: r.value.elementId,
          at: r.at,
        })),
      ),
    ],
  );
}

const VISIT_STATE: Record<string, 'active' | 'completed' | 'terminated'> = {
  ELEMENT_ACTIVATED: 'active',
  ELEMENT_COMPLETED: 'completed',
  ELEMENT_TERMINATED: 'terminated',
};

async function projectVisits(trx: Trx, epoch: string, records: RecordRow[]): Promise<void> {
  // Only the last state of each element instance within the batch, but with the first time it was entered.
  const visits = new Map<string, Record<string, unknown>>();
  for (const r of records) {
    const state = VISIT_STATE[r.intent];
    if (state === undefined || r.value.bpmnElementType === 'PROCESS') continue;
    const before = visits.get(r.record_key);
    visits.set(r.record_key, {
      key: r.record_key,
      instance_key: String(r.value.processInstanceKey),
      element_id: r.value.elementId,
      element_type: r.value.bpmnElementType,
      state,
      entered_at: before?.entered_at ?? r.at,
      left_at: state === 'active' ? null : r.at,
    });
  }
  if (visits.size === 0) return;
  await trx.raw(
    `insert into element_visit (broker_epoch, element_instance_key, instance_key, element_id, element_type, state, entered_at, left_at)
     select ?, v.key, v.instance_key, v.element_id, v.element_type, v.state, v.entered_at, v.left_at
     from jsonb_to_recordset(?::jsonb) v(key text, instance_key text, element_id text, element_type text, state text,
                                         entered_at timestamptz, left_at timestamptz)
     on conflict (broker_epoch, element_instance_key) do update set state = excluded.state, left_at = excluded.left_at
       where excluded.state <> 'active'`,
    [epoch, json([...visits.values()])],
  );
}

/**
 * A boundary event or an event subprocess took the task away: the clerk's row goes, and the trail says so. Who had
 * handed it in a moment before is told: the submission is kept, but it moved nothing.
 */
async function cancelTask(trx: Trx, epoch: string, record: RecordRow): Promise<void> {
  const task = await one<{
    task_id: string;
    case_id: string;
    element_id: string;
    element_name: string;
    clock_id: string | null;
    groups: string[];
    completed_by: string | null;
  }>(
    trx,
    `update task set state = 'cancelled', cancel_reason = '流程已转入其他环节', closed_at = ?, version = version + 1
     where broker_epoch = ? and job_key = ? and state in ('open', 'closing')
     returning task_id, case_id, element_id, element_name, clock_id, groups, completed_by`,
    [record.at, epoch, record.record_key],
  );
  if (task === undefined) return;
  await trx.raw('delete from task_candidate where task_id = ?', [task.task_id]);
  await closeClock(trx, task.clock_id, SYSTEM, record.at, 'cancelled');
  await act(trx, {
    caseId: task.case_id,
    actor: SYSTEM,
    act: 'task.cancelled',
    subject: task.element_id,
    more: { taskId: task.task_id, ...(await archived(trx, task.completed_by)) },
  });
  if (task.completed_by !== null)
    await notify(trx, {
      groups: [`person:${task.completed_by}`],
      caseId: task.case_id,
      kind: 'submission.archived',
      text: `“${task.element_name}”：流程已转入其他环节，您的提交已存档，但未推进流程`,
    });
  afterCommit(trx, () => signals.emit('inbox', task.groups, 'went'));
}

/** For the trail: who had handed the task in before the engine left its step. */
async function archived(trx: Trx, account: string | null): Promise<Record<string, unknown>> {
  if (account === null) return {};
  return { archived: true, submittedBy: (await namesOf(trx, [account])).get(account) };
}

async function projectIncident(trx: Trx, epoch: string, record: RecordRow): Promise<void> {
  const value = record.value;
  if (record.intent === 'CREATED')
    await trx.raw(
      `insert into incident (broker_epoch, incident_key, instance_key, case_id, element_id, job_key, error_type, message, at)
       values (?, ?, ?, (select case_id from instance where broker_epoch = ? and instance_key = ?), ?, ?, ?, ?, ?)
       on conflict do nothing`,
      [
        epoch,
        record.record_key,
        String(value.processInstanceKey),
        epoch,
        String(value.processInstanceKey),
        value.elementId as string,
        String(value.jobKey) === '-1' ? null : String(value.jobKey),
        value.errorType as string,
        String(value.errorMessage ?? '').slice(0, 4000),
        record.at,
      ],
    );
  if (record.intent === 'RESOLVED')
    await trx.raw('update incident set resolved_at = ? where broker_epoch = ? and incident_key = ?', [
      record.at,
      epoch,
      record.record_key,
    ]);
}
