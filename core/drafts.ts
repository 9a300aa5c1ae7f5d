import { randomBytes } from 'node:crypto';
import type { Actor } from './actor.ts';
import { asActor, one, rows, type Db, type Trx } from './db.ts';
import { definition } from './definitions.ts';
import { draftOf } from './draft-data.ts';
import { conflict } from './errors.ts';
import type { CompiledForm } from './forms/types.ts';
import { checkPerformer, heldByOther, mustBeUnfinished, performableTask, type TaskRow } from './tasks.ts';
import { now, shanghaiTime } from './time.ts';

type Values = Record<string, unknown>;

/** What a page says beside the text of a draft. */
export interface DraftSent {
  data: Values;
  /** Version of the stored draft that the text goes on from, 0 for none; left out: whatever is stored. */
  base?: number | undefined;
  /** Files that wait in this browser, and which browser it is. */
  waiting?: number | undefined;
  device?: string | undefined;
}

export interface DraftKept {
  version: number;
  savedAt: string;
}

/** A draft as its own author sees it. */
export interface OwnDraft extends DraftKept {
  data: Values;
  waiting: number;
  device: string;
}

interface Row {
  data: Values;
  saved_at: Date;
  version: number;
  waiting: number;
  device: string;
}

/** Drafts of ended tasks stay so long for their authors to copy from; no legal term, only tidiness. */
const KEPT_DAYS = 30;
/** A start form that nobody went on with is nobody's case. */
const START_KEPT_DAYS = 90;

/**
 * Keep a person's unfinished data of a task; only the form's fields, cleaned and bounded (core/draft-data.ts), else
 * unchecked. Throws 404, 403 as any act on a task; 409 once the task is over or somebody else's, and 409 with the stored
 * text (`draft`) when another page of the same person has saved since `base`; nothing is overwritten then.
 */
export function saveDraft(db: Db, actor: Actor, taskId: string, sent: DraftSent): Promise<DraftKept> {
  return asActor(db, actor, async (trx) => {
    const task = await heldTask(trx, actor, taskId);
    const form = (await definition(trx, task.definition_key)).form(task.form_id);
    return keepDraft(trx, actor, taskId, form, sent);
  });
}

/** The same for the start form of a process. */
export const saveStartDraft = (
  trx: Trx,
  actor: Actor,
  process: string,
  form: CompiledForm,
  sent: DraftSent,
): Promise<DraftKept> => keep(trx, { table: 'start_draft', key: 'process', id: process }, actor, form, sent);

/** The task for whoever may write its draft now. */
export async function heldTask(trx: Trx, actor: Actor, taskId: string): Promise<TaskRow> {
  const task = await performableTask(trx, actor, taskId);
  await mustBeUnfinished(trx, task);
  await checkPerformer(trx, actor, task);
  if (task.assignee !== null && task.assignee !== actor.account) throw await heldByOther(trx, task);
  return task;
}

/** Store a draft of a task that `heldTask` has let through. */
export const keepDraft = (
  trx: Trx,
  actor: Actor,
  taskId: string,
  form: CompiledForm,
  sent: DraftSent,
): Promise<DraftKept> => keep(trx, { table: 'task_draft', key: 'task_id', id: taskId }, actor, form, sent);

interface Shelf {
  table: 'task_draft' | 'start_draft';
  key: 'task_id' | 'process';
  id: string;
}

async function keep(
  trx: Trx,
  at: Shelf,
  actor: Actor,
  form: CompiledForm,
  sent: DraftSent,
): Promise<DraftKept> {
  const data = JSON.stringify(draftOf(form, sent.data));
  const saved = now();
  const base = sent.base ?? null;
  const stored = await one<{ version: number }>(
    trx,
    `insert into ${at.table} as d (${at.key}, account, data, saved_at, version, waiting, device)
     values (:id, :me, :data, :saved, 1, :waiting, :device)
     on conflict (${at.key}, account) do update set data = excluded.data, saved_at = excluded.saved_at,
       version = d.version + 1, waiting = excluded.waiting, device = excluded.device
     where cast(:base as integer) is null or d.version = :base or d.data = excluded.data returning version`,
    {
      id: at.id,
      me: actor.account,
      data,
      saved,
      base,
      waiting: sent.waiting ?? 0,
      device: (sent.device ?? '').slice(0, 64),
    },
  );
  if (stored === undefined) throw newer((await ownRow(trx, at, actor))!);
  return { version: stored.version, savedAt: saved.toISOString() };
}

function newer(row: Row) {
  return conflict(
    `您在另一个页面${shanghaiTime(row.saved_at)}保存过这份草稿，两份内容都还在，请选择用哪一份`,
    { draft: shown(row) },
  );
}

const ownRow = (trx: Trx, at: Shelf, actor: Pick<Actor, 'account'>): Promise<Row | undefined> =>
  one<Row>(
    trx,
    `select data, saved_at, version, waiting, device from ${at.table} where ${at.key} = ? and account = ?`,
    [at.id, actor.account],
  );

const shown = (row: Row): OwnDraft => ({
  data: row.data,
  savedAt: row.saved_at.toISOString(),
  version: row.version,
  waiting: row.waiting,
  device: row.device,
});

/** The actor's own draft of a task, also of one that is over; null for none. */
export async function ownDraft(
  trx: Trx,
  actor: Pick<Actor, 'account'>,
  taskId: string,
): Promise<OwnDraft | null> {
  const row = await ownRow(trx, { table: 'task_draft', key: 'task_id', id: taskId }, actor);
  return row === undefined ? null : shown(row);
}

/** The actor's own draft of a start form; null for none. */
export async function ownStartDraft(trx: Trx, actor: Actor, process: string): Promise<OwnDraft | null> {
  const row = await ownRow(trx, { table: 'start_draft', key: 'process', id: process }, actor);
  return row === undefined ? null : shown(row);
}

/** 草稿箱: the start forms that the actor has begun, the latest first. */
export const startDrafts = (trx: Trx, actor: Actor): Promise<{ process: string; saved_at: Date }[]> =>
  rows(trx, 'select process, saved_at from start_draft where account = ? order by saved_at desc', [
    actor.account,
  ]);

/** Forget the actor's draft of a task: 放弃草稿. */
export const dropDraft = (trx: Trx, actor: Actor, taskId: string): Promise<unknown> =>
  trx('task_draft').where({ task_id: taskId, account: actor.account }).delete();

/** Forget the actor's draft of a start form: it was given up. */
export const dropStartDraft = (trx: Trx, actor: Actor, process: string): Promise<unknown> =>
  trx('start_draft').where({ process, account: actor.account }).delete();

/**
 * Forget the draft that a new case was written from. Another report that the same person has begun elsewhere meanwhile
 * has another version, and stays.
 */
export const dropSentDraft = (trx: Trx, actor: Actor, process: string, version: number): Promise<unknown> =>
  trx('start_draft').where({ process, account: actor.account, version }).delete();

/** The key that seals what this person's browser keeps; made when it is first asked for. */
export async function draftKeyOf(trx: Trx, actor: Actor): Promise<string> {
  await trx.raw('insert into draft_key (account, key) values (?, ?) on conflict do nothing', [
    actor.account,
    randomBytes(32).toString('base64'),
  ]);
  return (await one<{ key: string }>(trx, 'select key from draft_key where account = ?', [actor.account]))!
    .key;
}

/** Remove drafts that have lain long enough, of ended tasks and of start forms. For the product's own housekeeping. */
export async function sweepDrafts(trx: Trx): Promise<void> {
  const before = (days: number): Date => new Date(now().getTime() - days * 86_400_000);
  for (const table of ['task_draft', 'task_draft_left'])
    await trx.raw(
      `delete from ${table} d using task t where t.task_id = d.task_id and t.state in ('done', 'cancelled') and t.closed_at < ?`,
      [before(KEPT_DAYS)],
    );
  await trx.raw('delete from start_draft where saved_at < ?', [before(START_KEPT_DAYS)]);
}
