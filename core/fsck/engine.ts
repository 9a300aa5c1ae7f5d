import { act } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { rows, type Trx } from '../db.ts';
import { enqueue } from '../outbox.ts';
import { settled, SETTLED_SECONDS, type Finding } from './finding.ts';

// What goes to the process engine: starts, commands, submissions.

/** I1: one running instance a case. */
export async function startedOnce(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ case_no: string; n: number; keys: string[] }>(
    trx,
    `select c.case_no, count(*)::int as n, array_agg(i.instance_key) as keys from instance i join cases c on c.case_id = i.case_id
     join installation x on x.broker_epoch = i.broker_epoch
     where i.parent_key is null and i.process = c.process and i.state = 'active' group by c.case_no having count(*) > 1`,
  );
  return found.map((row) => ({
    invariant: 'I1',
    message: `案件${row.case_no}有 ${row.n} 个并行的流程实例`,
    ref: row.keys.join(','),
  }));
}

/** I1: what was acknowledged is started. */
export async function startedAtAll(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ case_id: string; case_no: string }>(
    trx,
    `select case_id, case_no from cases c where status = 'opening'
       and not exists (select 1 from outbox o where o.case_id = c.case_id and o.kind in ('start', 'message') and (o.done_at is null or o.done_at > ${settled}))`,
  );
  return found.map((row) => ({
    invariant: 'I1',
    message: `案件${row.case_no}已登记，但没有流程实例，也没有待发的启动指令`,
    ref: row.case_id,
  }));
}

/** I7: commands to the engine leave; what waits too long is tried again at once. */
export async function outboxMoves(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ outbox_id: string; kind: string; last_error: string | null }>(
    trx,
    `select outbox_id, kind, last_error from outbox where done_at is null and created_at < ${settled}`,
  );
  return found.map((row) => ({
    invariant: 'I7',
    message: `待发指令 ${row.outbox_id}（${row.kind}）超过 ${SETTLED_SECONDS} 秒未送达：${row.last_error ?? '未曾尝试'}`,
    ref: row.outbox_id,
    repair: async (inner) =>
      void (await inner.raw('update outbox set available_at = clock_timestamp() where outbox_id = ?', [
        row.outbox_id,
      ])),
  }));
}

/** I5: what was submitted reaches the engine; a lost command is written anew. */
export async function closingEnds(trx: Trx): Promise<Finding[]> {
  const found = await rows<{
    task_id: string;
    case_id: string;
    job_key: string;
    answer: Record<string, unknown>;
  }>(
    trx,
    `select t.task_id, t.case_id, t.job_key, s.answer from task t join submission s on s.task_id = t.task_id
     where t.state = 'closing' and not exists (
       select 1 from outbox o where o.kind = 'complete' and o.payload->>'taskId' = t.task_id::text and (o.done_at is null or o.done_at > ${settled}))`,
  );
  return found.map((row) => ({
    invariant: 'I5',
    message: `任务 ${row.task_id} 已提交，但没有送往流程引擎的指令`,
    ref: row.task_id,
    repair: async (inner) => {
      await enqueue(inner, row.case_id, {
        kind: 'complete',
        jobKey: row.job_key,
        variables: row.answer,
        taskId: row.task_id,
      });
      await act(inner, { caseId: row.case_id, actor: SYSTEM, act: 'repair.complete', subject: row.task_id });
    },
  }));
}
