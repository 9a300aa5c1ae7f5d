import { CHAIN_START, chainHash, type ChainRow } from '../chain.ts';
import { rows, type Trx } from '../db.ts';
import type { Finding } from './finding.ts';

// What was recorded: submissions, the trail, numbers. Each reads its whole table.

/** I2: a closed task has exactly one submission. */
export async function submittedOnce(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ task_id: string; state: string; n: number }>(
    trx,
    `select t.task_id, t.state, count(s.submission_id)::int as n from task t left join submission s on s.task_id = t.task_id
     where t.state in ('closing', 'done') group by t.task_id, t.state having count(s.submission_id) <> 1`,
  );
  return found.map((row) => ({
    invariant: 'I2',
    message: `任务 ${row.task_id} 状态为${row.state}，却有 ${row.n} 份提交`,
    ref: row.task_id,
  }));
}

/** I4, I2: every submission stands in the trail, once. */
export async function effectsAudited(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ submission_id: string; case_id: string }>(
    trx,
    `select s.submission_id, s.case_id from submission s where s.task_id is not null and not exists (
       select 1 from audit_event a where a.case_id = s.case_id and a.act = 'task.submitted' and position(s.submission_id::text in a.body) > 0)`,
  );
  const doubled = await rows<{ case_id: string; task: string; n: number }>(
    trx,
    `select case_id, body::jsonb->>'taskId' as task, count(*)::int as n from audit_event where act = 'task.submitted' group by 1, 2 having count(*) > 1`,
  );
  return [
    ...found.map((row) => ({
      invariant: 'I4',
      message: `提交 ${row.submission_id} 没有审计记录`,
      ref: row.case_id,
    })),
    ...doubled.map((row) => ({
      invariant: 'I2',
      message: `任务 ${row.task} 的提交被记了 ${row.n} 次`,
      ref: row.case_id,
    })),
  ];
}

/** I4: every chain from its first row on: numbers without gaps, each hash over its row and the one before. */
export async function chainsHold(trx: Trx): Promise<Finding[]> {
  const findings: Finding[] = [];
  const events = await rows<ChainRow>(trx, 'select * from audit_event order by case_id, seq');
  let previous: ChainRow | undefined;
  for (const event of events) {
    const fresh = previous?.case_id !== event.case_id;
    const wantedSeq = fresh ? 1 : previous!.seq + 1;
    const wantedPrev = fresh ? CHAIN_START : previous!.hash;
    if (event.seq !== wantedSeq || event.prev_hash !== wantedPrev || event.hash !== chainHash(event))
      findings.push({ invariant: 'I4', message: `审计链在第 ${event.seq} 条断开`, ref: event.case_id });
    previous = event;
  }
  const heads = await rows<{ case_id: string }>(
    trx,
    `select h.case_id from case_chain h left join lateral (select seq, hash from audit_event a where a.case_id = h.case_id order by seq desc limit 1) a on true
     where a.seq is distinct from h.seq or a.hash is distinct from h.hash`,
  );
  return [
    ...findings,
    ...heads.map((row) => ({ invariant: 'I4', message: '审计链末尾与链头记录不符', ref: row.case_id })),
  ];
}

/** I2: as many case numbers as were given out. */
export async function numbersOnce(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ series: string; year: number; last: number; n: number }>(
    trx,
    `select k.series, k.year, k.last, (select count(*)::int from cases c where c.case_no like k.series || '〔' || k.year || '〕%') as n
     from case_counter k where exists (select 1 from cases c where c.case_no like k.series || '〔' || k.year || '〕%')`,
  );
  return found
    .filter((row) => row.n !== row.last)
    .map((row) => ({
      invariant: 'I2',
      message: `案号${row.series}〔${row.year}〕发到 ${row.last} 号，而案件有 ${row.n} 件`,
      ref: row.series,
    }));
}

/** I2: no 文号 on two papers. */
export async function numbersTwice(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ number: string; case_no: string }>(
    trx,
    'select d.number, c.case_no from doc_number_twice d join cases c on c.case_id = d.case_id order by d.at',
  );
  return found.map((row) => ({
    invariant: 'I2',
    message: `文号${row.number}用了两次：案件${row.case_no}的一份与更早的一份相同，请核对并另行编号`,
    ref: row.number,
  }));
}
