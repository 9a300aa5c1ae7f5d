import { createHash } from 'node:crypto';
import { act } from './act.ts';
import { SYSTEM } from './actor.ts';
import { rows, type Trx } from './db.ts';
import { enqueue } from './outbox.ts';
import { now } from './time.ts';

export interface Finding {
  /** I1…I9 of the design's list of invariants. */
  invariant: string;
  /** Chinese, says what is wrong with which thing. */
  message: string;
  ref: string;
  repair?: (trx: Trx) => Promise<void>;
}

type Check = (trx: Trx) => Promise<Finding[]>;

/** Longer than any normal delay between a commit and what follows from it, in seconds. */
const SETTLED_SECONDS = 30;

/** Cheap enough for every minute: indexes only. */
const QUICK: Check[] = [
  startedOnce,
  startedAtAll,
  outboxMoves,
  closingEnds,
  openCaseHasNextStep,
  stoppedWaits,
  ownersExist,
  clocksFitTasks,
  inboxRowsFit,
];
/** Read every row of their table: on demand and after faults. */
const THOROUGH: Check[] = [submittedOnce, chainsHold, effectsAudited, numbersOnce, numbersTwice];

/**
 * Check the invariants that every fault must leave standing: acknowledged starts have one case and one instance,
 * nothing waits without a reason, effects are applied once, chains verify. Read only; a finding may carry its repair.
 * `quick` leaves out what reads whole tables.
 */
export async function fsck(trx: Trx, { quick = false } = {}): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of quick ? QUICK : [...QUICK, ...THOROUGH]) findings.push(...(await check(trx)));
  return findings;
}

/** Repair what can be repaired without a human's judgement; returns how many findings were. */
export async function repair(trx: Trx): Promise<number> {
  const repairable = (await fsck(trx)).filter((finding) => finding.repair !== undefined);
  for (const finding of repairable) await finding.repair!(trx);
  return repairable.length;
}

const settled = `clock_timestamp() - make_interval(secs => ${SETTLED_SECONDS})`;

async function startedOnce(trx: Trx): Promise<Finding[]> {
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

async function startedAtAll(trx: Trx): Promise<Finding[]> {
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

async function outboxMoves(trx: Trx): Promise<Finding[]> {
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

async function submittedOnce(trx: Trx): Promise<Finding[]> {
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

async function closingEnds(trx: Trx): Promise<Finding[]> {
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

/** I3: every open case waits for a person, a job, a clock, a message on its way, or an operator. */
async function openCaseHasNextStep(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ case_id: string; case_no: string }>(
    trx,
    `select c.case_id, c.case_no from cases c where c.status = 'open'
       and not exists (select 1 from task t where t.case_id = c.case_id and t.state in ('open', 'closing'))
       and not exists (select 1 from clock k where k.case_id = c.case_id and k.state = 'open' and k.ring_message is not null)
       and not exists (select 1 from outbox o where o.case_id = c.case_id and (o.done_at is null or o.done_at > ${settled}))
       and not exists (select 1 from job_effect e where e.case_id = c.case_id and e.at > ?)
       and not exists (select 1 from incident n where n.case_id = c.case_id and n.resolved_at is null)`,
    // Effects carry the installation's time, the outbox the host's.
    [new Date(now().getTime() - SETTLED_SECONDS * 1000)],
  );
  return found.map((row) => ({
    invariant: 'I3',
    message: `案件${row.case_no}在办，但没有任何下一步（任务、时限、指令或异常）`,
    ref: row.case_id,
  }));
}

/** A case that stands still at an incident goes on only when the operator mends or withdraws it. */
async function stoppedWaits(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ case_id: string; case_no: string; n: number }>(
    trx,
    `select c.case_id, c.case_no, count(*)::int as n from cases c join incident n on n.case_id = c.case_id and n.resolved_at is null
     where c.status in ('opening', 'open')
       and not exists (select 1 from task t where t.case_id = c.case_id and t.state in ('open', 'closing'))
       and not exists (select 1 from outbox o where o.case_id = c.case_id and (o.done_at is null or o.done_at > ${settled}))
     group by c.case_id, c.case_no`,
  );
  return found.map((row) => ({
    invariant: 'I3',
    message: `案件${row.case_no}停在${row.n}处流程故障，没有其他下一步，等待运维排除故障或撤销案件`,
    ref: row.case_id,
  }));
}

async function numbersTwice(trx: Trx): Promise<Finding[]> {
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

async function ownersExist(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ task_id: string; element_name: string; case_no: string; groups: string[] }>(
    trx,
    `select t.task_id, t.element_name, c.case_no, t.groups from task t join cases c on c.case_id = t.case_id where t.state = 'open'
       and not exists (select 1 from membership m join person p on p.account = m.account and p.active
                       where m.grp = any(t.groups) and (m.until_at is null or m.until_at > now()))
       and not exists (select 1 from person p where p.active and (('person:' || p.account) = any(t.groups) or ('unit:' || p.unit_id) = any(t.groups)))
       and not exists (select 1 from unit u join person p on p.unit_id = u.successor_id where ('dept:' || u.unit_id) = any(t.groups) or ('street:' || u.unit_id) = any(t.groups))`,
  );
  return found.map((row) => ({
    invariant: 'I3',
    message: `案件${row.case_no}的任务“${row.element_name}”没有可办理的人员(${row.groups.join('、')})`,
    ref: row.task_id,
  }));
}

/** I4: every chain from its first row on: numbers without gaps, each hash over its row and the one before. */
async function chainsHold(trx: Trx): Promise<Finding[]> {
  const findings: Finding[] = [];
  const events = await rows<AuditRow>(trx, 'select * from audit_event order by case_id, seq');
  let previous: AuditRow | undefined;
  for (const event of events) {
    const fresh = previous?.case_id !== event.case_id;
    const wantedSeq = fresh ? 1 : previous!.seq + 1;
    const wantedPrev = fresh ? '0'.repeat(64) : previous!.hash;
    if (event.seq !== wantedSeq || event.prev_hash !== wantedPrev || event.hash !== auditHash(event))
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

export interface AuditRow {
  case_id: string;
  seq: number;
  at: string;
  actor: string;
  unit_id: string;
  act: string;
  subject: string;
  body: string;
  prev_hash: string;
  hash: string;
}

/** The hash an audit row must carry: what SQL function `record_act` computes (migration 005). */
export function auditHash(row: AuditRow): string {
  const text = [
    row.prev_hash,
    row.case_id,
    row.seq,
    row.at,
    row.actor,
    row.unit_id,
    row.act,
    row.subject,
    row.body,
  ].join('\n');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

async function effectsAudited(trx: Trx): Promise<Finding[]> {
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

async function clocksFitTasks(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ clock_id: string; key: string }>(
    trx,
    `select k.clock_id, k.key from clock k join task t on t.task_id = k.task_id where k.state = 'open' and t.state in ('closing', 'done', 'cancelled')
       and t.clock_id = k.clock_id`,
  );
  return found.map((row) => ({
    invariant: 'I9',
    message: `时限 ${row.key} 仍在计时，而其任务已经结束`,
    ref: row.clock_id,
  }));
}

async function numbersOnce(trx: Trx): Promise<Finding[]> {
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

async function inboxRowsFit(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ task_id: string }>(
    trx,
    `select t.task_id from task t where t.state = 'open' and not exists (select 1 from task_candidate c where c.task_id = t.task_id)
     union select c.task_id from task_candidate c join task t on t.task_id = c.task_id where t.state <> 'open'`,
  );
  return found.map((row) => ({ invariant: 'I3', message: '待办列表与任务状态不符', ref: row.task_id }));
}
