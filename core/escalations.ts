import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { clockEvent, lockClock } from './clocks.ts';
import { afterCommit, one, rows, type Trx } from './db.ts';
import { conflict, notFound } from './errors.ts';
import { may, require } from './policies.ts';
import { signals } from './signals.ts';
import { aboutText, TASK_ABOUT, type About } from './task-about.ts';

/** A level of the ladder to which an overdue clock climbed, and whether somebody there has taken note of it. */
export interface EscalationLevel {
  level: number;
  /** Name of the desk on the ladder (data: ladder.csv): 承办, 单位负责人, 安委办, 区领导. */
  name: string;
  /** Groups it was addressed to. */
  groups: string[];
  rangAt: Date;
  /** Account; null while nobody has. */
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
  comment: string | null;
}

/** An overdue clock with all levels it has reached, the lowest first. */
export interface Escalation {
  clockId: string;
  name: string;
  /** What of the case its task is about (core/inbox.ts). */
  about: string | null;
  dueAt: Date;
  closedAt: Date | null;
  levels: EscalationLevel[];
  /** One of its levels was addressed to the actor. */
  addressed: boolean;
  /** A level addressed to the actor waits for the actor's acknowledgement (policy `clock.acknowledge`). */
  mayAcknowledge: boolean;
}

interface Rung extends About {
  clock_id: string;
  name_zh: string;
  due_at: Date;
  closed_at: Date | null;
  status: string;
  level: number;
  level_name: string | null;
  grp: string | null;
  rang_at: Date;
  acknowledged_by: string | null;
  acknowledged_at: Date | null;
  comment: string | null;
}

/** A clock that only rings a message is an appointment: nobody is late for it and nothing climbs (core/clock-plan.ts). */
const RUNG = `select distinct on (k.due_at, k.clock_id, r.level) k.clock_id, k.name_zh, k.due_at, k.closed_at, c.status, r.level,
    r.reason as level_name, r.grp, r.at as rang_at, a.by as acknowledged_by, a.at as acknowledged_at, a.reason as comment, ${TASK_ABOUT}
  from clock k left join task t on t.task_id = k.task_id join case_seen c on c.case_id = k.case_id
  join clock_event r on r.clock_id = k.clock_id and r.kind = 'ring'
  left join clock_event a on a.clock_id = k.clock_id and a.kind = 'acknowledge' and a.level = r.level and a.seq > r.seq
  where k.case_id = :caseId and k.ring_message is null and (cast(:clockId as uuid) is null or k.clock_id = :clockId)
  order by k.due_at, k.clock_id, r.level, r.seq desc, a.seq`;

/**
 * The overdue clocks of a case with the levels they reached, by due date. In: a case the actor may see. What was addressed
 * to others is in it too; the caller leaves it out for those who do not see the whole case.
 */
export async function escalationsOf(trx: Trx, actor: Actor, caseId: string): Promise<Escalation[]> {
  const byClock = Map.groupBy(await rung(trx, caseId, null), (level) => level.clock_id);
  return [...byClock.values()].map((levels) => ({
    clockId: levels[0]!.clock_id,
    name: levels[0]!.name_zh,
    about: aboutText(levels[0]!),
    dueAt: levels[0]!.due_at,
    closedAt: levels[0]!.closed_at,
    levels: levels.map((level) => ({
      level: level.level,
      name: level.level_name ?? '',
      groups: groupsOf(level),
      rangAt: level.rang_at,
      acknowledgedBy: level.acknowledged_by,
      acknowledgedAt: level.acknowledged_at,
      comment: level.comment,
    })),
    addressed: levels.some((level) => addressed(actor, level)),
    mayAcknowledge: levels.some((level) => addressed(actor, level) && unread(level)),
  }));
}

/**
 * 签阅: take note of every level of an overdue clock that was addressed to the actor, with a comment; C4 asks for it at each
 * level (legal-rules.md §6). One ledger row per level and one audit row. A repeat changes nothing. Returns the levels that
 * were acknowledged now. Throws 404 for a clock of another case or one the actor
 * does not see there, 409 before anything has climbed or after the case has
 * ended, 403 (`clock.acknowledge`) when no level was addressed to the actor.
 */
export async function acknowledge(
  trx: Trx,
  actor: Actor,
  caseId: string,
  clockId: string,
  comment: string,
): Promise<number[]> {
  // The lock lets of two equal requests at once one wait and find the other's rows.
  const clock = await lockClock(trx, clockId);
  if (clock === undefined || clock.case_id !== caseId) throw noSuchClock();
  const levels = await rung(trx, caseId, clockId);
  // Who sees only the head of the case sees of its escalations those addressed to himself; of others nothing is told.
  if (!levels.some((level) => addressed(actor, level)) && !(await seesWholeCase(trx, caseId)))
    throw noSuchClock();
  if (levels.length === 0) throw conflict('这个时限没有超期升级，不用签阅');
  require(actor, 'clock.acknowledge', { groups: levels.flatMap(groupsOf) });
  const mine = levels.filter((level) => addressed(actor, level) && level.acknowledged_by === null);
  if (mine.length === 0) return [];
  if (!mine.every(unread)) throw conflict('案件已经办结，不能再签阅');
  for (const { level } of mine)
    await clockEvent(trx, clockId, { kind: 'acknowledge', level, by: actor.account, reason: comment });
  await act(trx, {
    caseId,
    actor,
    act: 'clock.acknowledged',
    subject: clock.key,
    after: { level: mine.map(levelWords).join('、'), comment },
    more: { clockId },
  });
  afterCommit(trx, () => signals.emit('case', caseId));
  return mine.map(({ level }) => level);
}

const noSuchClock = () => notFound('没有找到这个时限，或您无权查看');

const seesWholeCase = async (trx: Trx, caseId: string): Promise<boolean> =>
  (await one<{ whole: boolean }>(trx, 'select sees_whole_case(?) as whole', [caseId]))!.whole;

/** A level in words: 第2级（安委办）. */
export const levelWords = ({ level, level_name }: { level: number; level_name: string | null }): string =>
  `第${level}级${level_name ? `（${level_name}）` : ''}`;

const rung = (trx: Trx, caseId: string, clockId: string | null): Promise<Rung[]> =>
  rows<Rung>(trx, RUNG, { caseId, clockId });

const groupsOf = (level: Pick<Rung, 'grp'>): string[] => (level.grp ?? '').split(',').filter(Boolean);

const addressed = (actor: Actor, level: Rung): boolean =>
  may(actor, 'clock.acknowledge', { groups: groupsOf(level) });

/** Nobody has taken note of it, and the file is still open. */
const unread = (level: Rung): boolean =>
  level.acknowledged_by === null && ['opening', 'open'].includes(level.status);
