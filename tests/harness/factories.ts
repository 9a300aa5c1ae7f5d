import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SYSTEM } from '../../core/actor.ts';
import { openCase, type NewCase } from '../../core/cases.ts';
import { planClock, type NewClock } from '../../core/clock-plan.ts';
import { storeClocks, type ClockRow } from '../../core/clocks.ts';
import { rows, type Trx } from '../../core/db.ts';
import type { Job } from '../../core/engine-jobs.ts';
import { listForms } from '../../core/forms/files.ts';
import { law } from '../../core/law.ts';
import { now } from '../../core/time.ts';
import { perform } from '../../workers/perform.ts';
import type { Verb } from '../../workers/verb.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
let keys = 1_000;
const nextKey = (): string => String((keys += 1));

/** A hazard case, open, as if it had been registered by 值班室 and claimed by its instance. */
export async function aCase(
  trx: Trx,
  over: Partial<NewCase> & { status?: 'opening' | 'open' } = {},
): Promise<{ caseId: string; caseNo: string }> {
  const { status = 'open', ...fresh } = over;
  const opened = await openCase(trx, SYSTEM, {
    process: 'hazard-dispatch',
    series: '杨应急隐',
    title: '车间配电箱线路裸露',
    ownerGroup: 'awb',
    source: '来信',
    entry: 'report',
    facts: { category: '动火与临时用电', place: '定海路1号', description: '车间配电箱线路裸露' },
    search: '',
    parties: [],
    variables: {},
    ...fresh,
  });
  await trx.raw('update cases set status = ? where case_id = ?', [status, opened.caseId]);
  return opened;
}

/** The shipped diagram of a process (or the given text) as deployed in this broker epoch, with its forms. Gives the key. */
export async function deployed(trx: Trx, process: string, bpmn?: string): Promise<string> {
  const key = nextKey();
  const text = bpmn ?? readFileSync(`${ROOT}processes/${process}/${process}.bpmn`, 'utf8');
  const forms = Object.fromEntries(listForms(ROOT).map(({ id, schema }) => [id, schema]));
  await trx.raw(
    `insert into definition_version (process, version, broker_epoch, definition_key, hash, bpmn, forms, deployed_by, deployed_at)
     select ?, (select coalesce(max(version), 0) + 1 from definition_version where process = ?), broker_epoch, ?, ?, ?, ?, 'system', ?
     from installation`,
    [process, process, key, key, text, JSON.stringify(forms), now()],
  );
  return key;
}

export interface Done {
  caseId: string;
  elementId: string;
  formId: string;
  data: Record<string, unknown>;
  /** The engine variable's content; default: nothing. */
  answer?: Record<string, unknown>;
  by?: string;
  at?: Date;
  process?: string;
  definitionKey?: string;
  itemId?: string | null;
  docId?: string | null;
  scopeId?: string | null;
  /** Variables of the task. */
  variables?: object;
}

/** A task that was done, with what was handed in. Gives the task's id. */
export async function aSubmission(trx: Trx, done: Done): Promise<string> {
  const taskId = await aTask(trx, { ...done, state: 'done' });
  await trx('submission').insert({
    submission_id: randomUUID(),
    task_id: taskId,
    case_id: done.caseId,
    item_id: done.itemId ?? null,
    scope_id: done.scopeId ?? null,
    element_id: done.elementId,
    form_id: done.formId,
    data: JSON.stringify(done.data),
    answer: JSON.stringify({ [done.elementId]: done.answer ?? {} }),
    by: done.by ?? 'gu.xinlan',
    at: done.at ?? now(),
  });
  return taskId;
}

/** A task row; open unless said otherwise. Gives its id. */
export async function aTask(
  trx: Trx,
  task: Omit<Done, 'data'> & {
    state?: 'open' | 'done';
    groups?: string[];
    clockId?: string;
  },
): Promise<string> {
  const taskId = randomUUID();
  const done = task.state === 'done';
  await trx('task').insert({
    task_id: taskId,
    case_id: task.caseId,
    process: task.process ?? 'hazard-dispatch',
    definition_key: task.definitionKey ?? '1',
    element_id: task.elementId,
    element_name: task.elementId,
    form_id: task.formId,
    groups: task.groups ?? ['awb'],
    item_id: task.itemId ?? null,
    doc_id: task.docId ?? null,
    scope_id: task.scopeId ?? null,
    clock_id: task.clockId ?? null,
    job_key: nextKey(),
    element_instance_key: nextKey(),
    instance_key: '1',
    broker_epoch: 'test',
    variables: JSON.stringify(task.variables ?? {}),
    state: task.state ?? 'open',
    opened_at: task.at ?? now(),
    closed_at: done ? (task.at ?? now()) : null,
    completed_by: done ? (task.by ?? 'gu.xinlan') : null,
  });
  return taskId;
}

/** An open item of the case. Gives its id. */
export async function anItem(trx: Trx, caseId: string, over: Record<string, unknown> = {}): Promise<string> {
  const itemId = randomUUID();
  await trx('item').insert({
    item_id: itemId,
    case_id: caseId,
    no: 1,
    kind: 'hazard',
    title: '配电箱线路裸露',
    state: 'open',
    responsible_group: 'firm:91310110DEM010378U',
    opened_at: now(),
    ...over,
  });
  return itemId;
}

/** A running clock, computed from the pack. */
export async function aClock(trx: Trx, fresh: NewClock): Promise<ClockRow> {
  const clock = planClock(await law(trx), fresh);
  await storeClocks(trx, [clock], SYSTEM);
  return clock;
}

/** A job as the engine hands it out. */
export function aJob(type: string, over: Partial<Job> = {}): Job {
  return {
    key: nextKey(),
    type,
    instanceKey: '1',
    process: 'hazard-dispatch',
    definitionKey: '1',
    version: 1,
    elementId: type.replace('.', '-'),
    elementInstanceKey: nextKey(),
    headers: {},
    variables: {},
    retries: 3,
    ...over,
  };
}

/** Run a verb as the host does, within the test's transaction. Gives what it answers the engine. */
export const run = (
  trx: Trx,
  type: string,
  verb: unknown,
  over: Partial<Job>,
): Promise<Record<string, unknown>> => perform(trx, type, verb as Verb, aJob(type, over));

/** What the trail of a case says, oldest first. */
export async function trail(
  trx: Trx,
  caseId: string,
): Promise<
  { act: string; subject: string; body: Record<string, unknown> & { after?: any; before?: any } }[]
> {
  const found = await rows<{ act: string; subject: string; body: string }>(
    trx,
    'select act, subject, body from audit_event where case_id = ? order by seq',
    [caseId],
  );
  return found.map(({ act, subject, body }) => ({ act, subject, body: JSON.parse(body) }));
}

/** What waits in the outbox for a case, oldest first. */
export const outboxOf = (trx: Trx, caseId: string) =>
  rows<{ kind: string; payload: Record<string, any> }>(
    trx,
    'select kind, payload from outbox where case_id = ? order by outbox_id',
    [caseId],
  );

/** A document that is to be served, in the given state. Gives its id. */
export async function aDocument(
  trx: Trx,
  caseId: string,
  over: Record<string, unknown> = {},
): Promise<string> {
  const docId = randomUUID();
  await trx('document').insert({
    doc_id: docId,
    case_id: caseId,
    element_id: 'render',
    template: 'rectify-order',
    title: '责令限期整改指令书',
    way: 'serve',
    state: 'draft',
    created_at: now(),
    ...over,
  });
  return docId;
}

/** An application for a longer time, not yet decided. Gives its id. */
export async function anExtension(
  trx: Trx,
  clock: Pick<ClockRow, 'clock_id' | 'case_id' | 'due_at'>,
  over: { days: number; requestedAt: Date; by?: string; data?: object },
): Promise<string> {
  const extensionId = randomUUID();
  await trx('extension').insert({
    extension_id: extensionId,
    clock_id: clock.clock_id,
    case_id: clock.case_id,
    days: over.days,
    data: JSON.stringify({ reason: '设备到货延迟,需要更长时间完成整改', ...over.data }),
    requested_by: over.by ?? 'firm.chen.liang',
    requested_at: over.requestedAt,
    due_before: clock.due_at,
  });
  return extensionId;
}
