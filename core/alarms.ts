import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import { one, rows, type Trx } from './db.ts';
import { notFound } from './errors.ts';
import { populated } from './people.ts';
import { now } from './time.ts';

/** An overdue time limit that climbed to a desk where nobody is. */
export interface Alarm {
  alarmId: string;
  caseNo: string;
  /** Name of the time limit. */
  subject: string;
  level: number;
  /** Name of the desk on the ladder, and the groups it stands for. */
  desk: string;
  groups: string[];
  at: Date;
  doneAt: Date | null;
  doneBy: string | null;
}

const SHOWN = 200;

/**
 * Raise an alarm unless somebody active is in one of the groups to which a clock has climbed. Returns whether it did. A
 * clock without a step has nobody on its first levels by design (core/clock-plan.ts); no groups, no alarm.
 */
export async function alarmIfNobody(
  trx: Trx,
  climbed: {
    caseId: string;
    clockId: string;
    subject: string;
    level: number;
    desk: string;
    groups: readonly string[];
  },
): Promise<boolean> {
  const { caseId, clockId, subject, level, desk, groups } = climbed;
  if (groups.length === 0 || (await populated(trx, groups)).length > 0) return false;
  await trx('operator_alarm').insert({
    alarm_id: randomUUID(),
    case_id: caseId,
    clock_id: clockId,
    subject,
    level,
    desk,
    groups: [...groups],
    at: now(),
  });
  return true;
}

/** Alarms nobody has settled, then the latest settled ones. For a transaction that sees every case. */
export const listAlarms = (trx: Trx): Promise<Alarm[]> =>
  rows<Alarm>(
    trx,
    `select a.alarm_id as "alarmId", c.case_no as "caseNo", a.subject, a.level, a.desk, a.groups, a.at,
       a.done_at as "doneAt", a.done_by as "doneBy"
     from operator_alarm a join cases c on c.case_id = a.case_id
     order by (a.done_at is null) desc, a.at desc limit ${SHOWN}`,
  );

/** 已处理: somebody has seen to it. A repeat keeps who was first. Throws 404 for an unknown alarm. */
export async function settleAlarm(trx: Trx, actor: Actor, alarmId: string): Promise<void> {
  const found = await one(
    trx,
    `update operator_alarm set done_at = coalesce(done_at, ?), done_by = coalesce(done_by, ?) where alarm_id = ? returning 1`,
    [now(), actor.account, alarmId],
  );
  if (found === undefined) throw notFound('没有找到这条告警');
}
