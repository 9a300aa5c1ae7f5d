import type { Actor } from './actor.ts';
import { decodeCursor } from './cursor.ts';
import { asHouse, one, rows, type Trx } from './db.ts';
import { AppError, conflict, notFound } from './errors.ts';
import { page, type Page } from './inbox.ts';
import { may, REPORTER_FORMS, require } from './policies.ts';
import type { TaskRow } from './tasks.ts';
import { sought } from './text/search.ts';
import { revealReporter, type Reporter } from './vault.ts';

/** A case whose reporter is kept under seal, by its number alone: keepers see nothing else of it. */
export interface SealedReporter {
  caseId: string;
  caseNo: string;
  at: Date;
  /** How often it was opened by anybody. */
  readings: number;
}

const PAGE = 30;

/** Cases with a sealed reporter, the newest first; `q`: part of a case number. Policy `reporter.reveal`. */
export async function sealedReporters(
  trx: Trx,
  actor: Actor,
  { q, cursor }: { q?: string | undefined; cursor?: string | undefined },
): Promise<Page<SealedReporter>> {
  require(actor, 'reporter.reveal');
  const after = decodeCursor(cursor, 'instant', 'uuid');
  const words = sought(q, 'fold_text(c.case_no)');
  const found = await asHouse(trx, () =>
    rows<SealedReporter & { sort: string }>(
      trx,
      `select c.case_id as "caseId", c.case_no as "caseNo", v.at, v.at::text as sort,
         (select count(*)::int from vault_read r where r.case_id = v.case_id) as readings
       from reporter_vault v join cases c on c.case_id = v.case_id
       where ${words.sql || 'true'}
         ${after ? 'and (v.at, v.case_id) < (cast(:at as timestamptz), cast(:id as uuid))' : ''}
       order by v.at desc, v.case_id desc limit :more`,
      { ...words.bindings, at: after?.[0] ?? null, id: after?.[1] ?? null, more: PAGE + 1 },
    ),
  );
  const cut = page(found, PAGE, (row) => [row.sort, row.caseId]);
  return { ...cut, items: cut.items.map(({ sort: _, ...row }) => row) };
}

/** What the actor himself has opened, the latest first. */
export async function ownReadings(
  trx: Trx,
  actor: Actor,
): Promise<{ caseNo: string; reason: string; at: Date }[]> {
  require(actor, 'reporter.reveal');
  return asHouse(trx, () =>
    rows(
      trx,
      `select c.case_no as "caseNo", r.reason, r.at from vault_read r join cases c on c.case_id = r.case_id
       where r.by = ? order by r.at desc limit 100`,
      [actor.account],
    ),
  );
}

/** What somebody who must call needs, and no more. */
export interface Contact {
  reporter: string | null;
  reporterPhone: string | null;
}

/**
 * The reporter's name and telephone for who holds the open step in which he is called (先行联系, 答复, 回访), with reason and
 * trail. Throws 404 for a task that is not to be seen, 403 (`reporter.call`) for any other step or another's, 409 where
 * the reporter is anonymous or left no way to be reached.
 */
export async function callReporter(trx: Trx, actor: Actor, taskId: string, reason: string): Promise<Contact> {
  const task = await one<TaskRow>(trx, 'select * from task where task_id = ?', [taskId]);
  if (task === undefined || !may(actor, 'task.perform', task))
    throw notFound('没有找到这项任务，或您无权查看');
  if (!may(actor, 'reporter.call', task))
    throw new AppError(
      'forbidden',
      403,
      '只有认领了先行联系、答复或回访的办理人，在办理期间才能查看联系方式',
      {
        extra: { rule: 'reporter.call' },
      },
    );
  if (!(await canBeCalled(trx, task))) throw conflict('举报人匿名或没有留下联系方式，无法联系');
  const kept = await revealReporter(trx, actor, task.case_id, reason, task);
  return { reporter: text(kept.reporter), reporterPhone: text(kept.reporterPhone) };
}

const text = (value: Reporter[string]): string | null => (typeof value === 'string' ? value : null);

/** Is the task one in which the reporter is called, and did he say who he is? */
export async function canBeCalled(
  trx: Trx,
  task: Pick<TaskRow, 'case_id' | 'form_id' | 'state'>,
): Promise<boolean> {
  if (task.state !== 'open' || !REPORTER_FORMS.includes(task.form_id)) return false;
  const named = await asHouse(trx, () =>
    one(
      trx,
      `select 1 from cases c join reporter_vault v on v.case_id = c.case_id where c.case_id = ? and not c.anonymous`,
      [task.case_id],
    ),
  );
  return named !== undefined;
}
