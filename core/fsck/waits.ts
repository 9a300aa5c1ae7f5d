import { rows, type Trx } from '../db.ts';
import { now } from '../time.ts';
import { settled, SETTLED_SECONDS, type Finding } from './finding.ts';

// What is open waits for somebody or something, and that is there.

/** I3: every open case waits for a person, a job, a clock, a message on its way, or an operator. */
export async function openCaseHasNextStep(trx: Trx): Promise<Finding[]> {
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
export async function stoppedWaits(trx: Trx): Promise<Finding[]> {
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

/** I3: every open task has somebody who may do it. */
export async function ownersExist(trx: Trx): Promise<Finding[]> {
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

/** I9: no limit runs on after its task. */
export async function clocksFitTasks(trx: Trx): Promise<Finding[]> {
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

/** I3: inbox lists are what the tasks say. */
export async function inboxRowsFit(trx: Trx): Promise<Finding[]> {
  const found = await rows<{ task_id: string }>(
    trx,
    `select t.task_id from task t where t.state = 'open' and not exists (select 1 from task_candidate c where c.task_id = t.task_id)
     union select c.task_id from task_candidate c join task t on t.task_id = c.task_id where t.state <> 'open'`,
  );
  return found.map((row) => ({ invariant: 'I3', message: '待办列表与任务状态不符', ref: row.task_id }));
}
