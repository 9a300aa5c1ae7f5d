import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../core/actor.ts';
import { canonical } from '../../core/canonical.ts';
import { dueOf, nextBell, planClock } from '../../core/clock-plan.ts';
import { pausesOf, storeClocks, type ClockRow } from '../../core/clocks.ts';
import { currentGroups } from '../../core/current-groups.ts';
import { afterCommit, asSystem, rows, type Trx } from '../../core/db.ts';
import { isDatabaseAway } from '../../core/database-away.ts';
import { definition } from '../../core/definitions.ts';
import { EngineAway } from '../../core/engine.ts';
import type { Job, JobSubscription } from '../../core/engine-jobs.ts';
import { failPoint } from '../../core/fail-point.ts';
import { law, type Law } from '../../core/law.ts';
import { variablesFor } from '../../core/reporter.ts';
import { signals } from '../../core/signals.ts';
import { now } from '../../core/time.ts';
import type { Host } from '../host.ts';

const USER_TASK = 'io.camunda.zeebe:userTask';
/**
 * The job stays with the engine until a person has answered. A job that was handed to a process which died that moment
 * is lost until its lease ends, so the first lease is short; once its row is seen to exist, the second is long. What a
 * person answers at once costs the engine nothing more.
 */
const FIRST_LEASE_MS = 30_000;
const SECOND_LEASE_MS = 30 * 24 * 3600_000;
const SWEEP_MS = 5_000;
const BATCH = 64;
const BACK_OFF_MS = 2_000;

/**
 * User-task intake: every job of a user task becomes a task row with its clock and inbox rows; the job itself stays
 * open and is completed by the outbox when somebody submits. Idempotent by (broker epoch, job key): the engine
 * hands the job out again when the lease ends, and a row that had been lost comes back by itself. Jobs are taken
 * in as batches: one transaction for all that arrived while the last one was running.
 */
export function startUserTaskIntake(host: Host): JobSubscription {
  let waiting: { job: Job; done: () => void }[] = [];
  let running = false;

  const drain = async () => {
    if (running) return;
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      await takeIn(
        host,
        batch.map(({ job }) => job),
      );
      for (const { done } of batch) done();
    }
    running = false;
  };
  return host.engine.jobs(USER_TASK, { timeout: FIRST_LEASE_MS, sweepEvery: SWEEP_MS }, (job) => {
    const taken = new Promise<void>((done) => waiting.push({ job, done }));
    void drain();
    return taken;
  });
}

async function takeIn(host: Host, jobs: Job[]): Promise<void> {
  try {
    failPoint('task.received');
    const known = await asSystem(host.db, (trx) => openTasks(trx, host.brokerEpoch, jobs));
    failPoint('task.stored');
    // Not waited for: new tasks come first.
    for (const jobKey of known) void extendLease(host, jobKey);
  } catch (error) {
    if (jobs.length > 1) {
      // One bad task must not hold back the others: each alone, so that only the bad one fails.
      for (const job of jobs) await takeIn(host, [job]);
      return;
    }
    host.log.error({ err: error, jobKey: jobs[0]!.key, elementId: jobs[0]!.elementId }, 'task not taken in');
    await host.engine
      .failJob(jobs[0]!.key, isDatabaseAway(error) ? jobs[0]!.retries : 0, String(error), BACK_OFF_MS)
      .catch(() => undefined);
  }
}

/** A lease that could not be extended ends, and the job comes here again. */
async function extendLease(host: Host, jobKey: string): Promise<void> {
  try {
    await host.engine.extendJob(jobKey, SECOND_LEASE_MS);
  } catch (error) {
    if (!(error instanceof EngineAway)) host.log.warn({ err: error, jobKey }, 'lease not extended');
  }
}

/** Stores what is new; returns the keys of the jobs that had a row already. */
async function openTasks(trx: Trx, epoch: string, jobs: Job[]): Promise<string[]> {
  const known = await rows<{ job_key: string }>(
    trx,
    'select job_key from task where broker_epoch = ? and job_key = any(?)',
    [epoch, jobs.map((job) => job.key)],
  );
  const before = known.map((row) => row.job_key);
  const seen = new Set(before);
  const fresh = jobs.filter((job) => !seen.has(job.key) && seen.add(job.key));
  if (fresh.length === 0) return before;
  const theLaw = await law(trx);
  const lastClocks = await lastClocksOf(trx, fresh);
  const acting = await currentGroups(trx, fresh.flatMap(candidateGroups));
  const planned = [];
  for (const job of fresh) planned.push(await planTask(trx, theLaw, job, lastClocks.get(job.key), acting));
  // Chains are locked in one order everywhere several cases meet in a transaction.
  planned.sort((a, b) => (a.task.case_id < b.task.case_id ? -1 : 1));
  await storeClocks(
    trx,
    planned.flatMap(({ clock }) => (clock ? [clock] : [])),
    SYSTEM,
  );
  await storeTasks(
    trx,
    epoch,
    planned.map(({ task }) => task),
  );
  const groups = [...new Set(planned.flatMap(({ task }) => task.groups))];
  afterCommit(trx, () => signals.emit('inbox', groups, 'came'));
  for (const caseId of new Set(planned.map(({ task }) => task.case_id)))
    afterCommit(trx, () => signals.emit('case', caseId));
  return before;
}

type Planned = Awaited<ReturnType<typeof planTask>>['task'];

const candidateGroups = ({ headers }: Job): string[] =>
  JSON.parse(headers['io.camunda.zeebe:candidateGroups'] ?? '[]') as string[];

/** `acting`: the group that works now for each group the diagram names. */
async function planTask(
  trx: Trx,
  theLaw: Law,
  job: Job,
  last: ClockRow | undefined,
  acting: ReadonlyMap<string, string>,
) {
  const { headers, variables } = job;
  const text = (name: string) => (typeof variables[name] === 'string' ? (variables[name] as string) : null);
  const caseId = text('caseId');
  if (caseId === null) throw new Error(`user task ${job.elementId} has no caseId`);
  const taskId = randomUUID();
  const scopeId = text('scopeId');
  const at = now();
  const opened = await definition(trx, job.definitionKey);
  const groups = [...new Set(candidateGroups(job).map((group) => acting.get(group) ?? group))];
  const clock =
    headers.clock === undefined
      ? null
      : ((await reopened(trx, theLaw, job, last)) ??
        planClock(theLaw, {
          caseId,
          key: headers.clock,
          from: instant(variables, headers['clock-from']) ?? at,
          on: day(variables, headers['clock-date']),
          itemId: text('itemId'),
          taskId,
          scopeId,
          elementId: job.elementId,
          ringKey: `${scopeId ?? caseId}:${job.elementId}`,
        }));
  return {
    clock: clock && 'fresh' in clock ? null : (clock as ClockRow | null),
    task: {
      task_id: taskId,
      case_id: caseId,
      process: job.process,
      definition_key: job.definitionKey,
      element_id: job.elementId,
      element_name: opened.meta.elements.get(job.elementId)?.name ?? job.elementId,
      form_id: headers['io.camunda.zeebe:formKey'] ?? '',
      groups,
      separate_from: (headers['separate-from'] ?? '')
        .split(',')
        .map((id) => id.trim())
        .filter(Boolean),
      item_id: text('itemId'),
      doc_id: text('docId'),
      scope_id: scopeId,
      job_key: job.key,
      element_instance_key: job.elementInstanceKey,
      instance_key: job.instanceKey,
      variables: variablesFor(groups, variables),
      clock_id: clock?.clock_id ?? null,
      due_at: clock?.due_at ?? null,
      warn_at: clock?.warn_at ?? null,
      opened_at: at,
    },
  };
}

/**
 * A task that opens again (same case, scope and element) goes on with its old clock, unless its step says
 * `clock-restart=yes` or `clock-date` now names another date (processes.md §0.4): sending a report back must not
 * give anybody new time.
 */
async function reopened(trx: Trx, theLaw: Law, job: Job, last: ClockRow | undefined) {
  const fixedOn = day(job.variables, job.headers['clock-date']);
  if (last === undefined || (fixedOn !== null && fixedOn !== last.fixed_on)) return null;
  // It rings on from where it stood: what has rung does not ring again, a reminder not yet given still comes.
  const due = dueOf(theLaw, last, await pausesOf(trx, last.clock_id));
  const bell = nextBell(theLaw, theLaw.clock(last.pack_version, last.key), due, {
    ...last,
    next_kind: last.next_kind === 'warn' ? null : last.next_kind,
  });
  await trx.raw(
    `update clock set state = 'open', closed_at = null, next_at = ?, next_kind = ? where clock_id = ?`,
    [bell.next_at, bell.next_kind, last.clock_id],
  );
  return { clock_id: last.clock_id, due_at: last.due_at, warn_at: last.warn_at, fresh: false as const };
}

/** The latest clock of each job's step, by job key: one question for the whole batch. */
async function lastClocksOf(trx: Trx, jobs: Job[]): Promise<Map<string, ClockRow>> {
  const asked = jobs.filter(
    ({ headers }) => headers.clock !== undefined && headers['clock-restart'] !== 'yes',
  );
  if (asked.length === 0) return new Map();
  const found = await rows<ClockRow & { job: string }>(
    trx,
    `select j.job, c.* from jsonb_to_recordset(cast(? as jsonb))
       j(job text, case_id uuid, element_id text, scope_id text, key text)
     cross join lateral (
       select * from clock where case_id = j.case_id and element_id = j.element_id
         and scope_id is not distinct from j.scope_id and key = j.key and task_id is not null
       order by started_at desc limit 1 for update) c`,
    [
      JSON.stringify(
        asked.map(({ key, elementId, headers, variables }) => ({
          job: key,
          case_id: variables.caseId,
          element_id: elementId,
          scope_id: typeof variables.scopeId === 'string' ? variables.scopeId : null,
          key: headers.clock,
        })),
      ),
    ],
  );
  return new Map(found.map(({ job, ...clock }) => [job, clock as ClockRow]));
}

const day = (variables: Job['variables'], name: string | undefined): string | null => {
  const value = name === undefined ? undefined : variables[name];
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : null;
};

/** `clock-from` names a variable or a member of one (`intake.reportedAt`). */
function instant(variables: Job['variables'], path: string | undefined): Date | undefined {
  if (path === undefined) return undefined;
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], variables);
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value) : undefined;
}

/** Rows, parties, candidates and audit rows of new tasks, in one statement: a full inbox waits for each round trip. */
async function storeTasks(trx: Trx, epoch: string, tasks: Planned[]): Promise<void> {
  const fresh = tasks.map((task) => ({
    ...task,
    broker_epoch: epoch,
    state: 'open',
    version: 1,
    audit: canonical({
      name: SYSTEM.name,
      after: { groups: task.groups, dueAt: task.due_at },
      taskId: task.task_id,
      element: task.element_name,
    }),
  }));
  const columns =
    'task_id, case_id, process, definition_key, element_id, element_name, form_id, groups, separate_from, item_id, doc_id, scope_id, job_key, element_instance_key, instance_key, broker_epoch, variables, clock_id, due_at, warn_at, opened_at, state, version';
  await trx.raw(
    `with given as (select cast(:tasks as jsonb) as tasks),
          fresh as (select t.* from given, jsonb_populate_recordset(cast(null as task), given.tasks) t),
          stored as (insert into task (${columns}) select ${columns} from fresh),
          reclocked as (update clock c set task_id = f.task_id from fresh f where c.clock_id = f.clock_id),
          party as (insert into case_party (case_id, grp, scope, why)
                    select distinct case_id, g, party_scope(case_id, g), '承办'
                    from fresh, unnest(groups) g on conflict do nothing),
          inst as (insert into instance (broker_epoch, instance_key, case_id, process, definition_key)
                   select distinct broker_epoch, instance_key, case_id, process, definition_key from fresh
                   on conflict (broker_epoch, instance_key) do update set case_id = excluded.case_id where instance.case_id is null),
          candidates as (insert into task_candidate (grp, due_at, task_id)
                         select distinct g, coalesce(due_at, 'infinity'), task_id from fresh, unnest(groups) g)
     select record_act(cast(a->>'case_id' as uuid), :at, :by, :unit, 'task.opened', a->>'element_id', a->>'audit')
     from given, jsonb_array_elements(given.tasks) a`,
    { tasks: JSON.stringify(fresh), at: now().toISOString(), by: SYSTEM.account, unit: SYSTEM.unitId },
  );
}
