import type { Actor } from './actor.ts';
import { asActor, one, rows, type Db, type Trx } from './db.ts';
import { definition } from './definitions.ts';
import { filesIn, withoutSignatures } from './draft-data.ts';
import { heldTask, keepDraft, ownDraft, type OwnDraft } from './drafts.ts';
import { conflict, notFound } from './errors.ts';
import { uploadsOf } from './file/facts.ts';
import { namesOf } from './people.ts';
import { lockTask, mustBeOpen, mustPerform, reassign, type TaskRow } from './tasks.ts';
import { now } from './time.ts';

type Values = Record<string, unknown>;

/** What somebody who gave the task back left to whoever takes it. */
export interface LeftDraft {
  account: string;
  name: string;
  savedAt: string;
  files: number;
  /** Files that stayed in the other's browser. */
  waiting: number;
}

/** Give the task back to its groups; only its holder may. Its draft is left to whoever takes it next. */
export function releaseTask(
  db: Db,
  actor: Actor,
  taskId: string,
  version: number,
): Promise<{ version: number }> {
  return asActor(db, actor, async (trx) => {
    const task = await lockTask(trx, taskId);
    // A holder who has left the group meanwhile may still give the task back.
    if (task.assignee !== actor.account) {
      mustPerform(actor, task);
      throw conflict('这项任务不在您名下');
    }
    await mustBeOpen(trx, task, version);
    await leaveDraft(trx, actor.account, task);
    return { version: await reassign(trx, actor, task, null, 'task.released') };
  });
}

/**
 * Leave somebody's draft of a task to whoever takes it next: without signatures, with the right to its files. The one
 * path for every way in which a person loses a task that goes on. Needs a transaction that sees his draft: his own, or the
 * product's.
 */
export async function leaveDraft(
  trx: Trx,
  account: string,
  task: Pick<TaskRow, 'task_id' | 'definition_key' | 'form_id'>,
): Promise<void> {
  const own = await ownDraft(trx, { account }, task.task_id);
  if (own === null) return;
  const form = (await definition(trx, task.definition_key)).form(task.form_id);
  const data = withoutSignatures(form, own.data);
  await trx.raw(
    `insert into task_draft_left (task_id, account, data, files, saved_at, left_at, waiting) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (task_id, account) do update set data = excluded.data, files = excluded.files,
       saved_at = excluded.saved_at, left_at = excluded.left_at, waiting = excluded.waiting`,
    [
      task.task_id,
      account,
      JSON.stringify(data),
      // A hash that somebody only typed opens no file to the next person.
      [...(await uploadsOf(trx, account, filesIn(data))).keys()],
      own.savedAt,
      now(),
      own.waiting,
    ],
  );
}

/** What others left of this task, the latest first. */
export async function leftDrafts(trx: Trx, actor: Actor, taskId: string): Promise<LeftDraft[]> {
  const left = await rows<{ account: string; saved_at: Date; files: string[]; waiting: number }>(
    trx,
    `select account, saved_at, files, waiting from task_draft_left where task_id = ? and account <> ? order by left_at desc`,
    [taskId, actor.account],
  );
  const names = await namesOf(
    trx,
    left.map(({ account }) => account),
  );
  return left.map(({ account, saved_at, files, waiting }) => ({
    account,
    name: names.get(account) ?? account,
    savedAt: saved_at.toISOString(),
    files: files.length,
    waiting,
  }));
}

/**
 * Take over what a colleague left: it fills what the actor's own draft has not filled, so that nothing typed is lost.
 * Gives the draft as it is now. Throws 404 where nothing was left, else as `saveDraft`.
 */
export function takeDraft(db: Db, actor: Actor, taskId: string, from: string): Promise<OwnDraft> {
  return asActor(db, actor, async (trx) => {
    const task = await heldTask(trx, actor, taskId);
    const left = await one<{ data: Values }>(
      trx,
      'select data from task_draft_left where task_id = ? and account = ?',
      [taskId, from],
    );
    if (left === undefined) throw notFound('没有找到留下的草稿，可能已经办理');
    const own = (await ownDraft(trx, actor, taskId))?.data ?? {};
    const filled = Object.entries(own).filter(([, value]) => !blank(value));
    const form = (await definition(trx, task.definition_key)).form(task.form_id);
    const data = { ...left.data, ...Object.fromEntries(filled) };
    await keepDraft(trx, actor, taskId, form, { data });
    return (await ownDraft(trx, actor, taskId))!;
  });
}

const blank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
