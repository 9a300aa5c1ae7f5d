import { workdaysBetween } from '../calendar.ts';
import { dueOf } from '../clock-plan.ts';
import type { ClockRow } from '../clocks.ts';
import { grossDays, type PauseInterval } from '../due.ts';
import { ladderAt } from '../ladder.ts';
import { shanghaiDayOf } from '../time.ts';
import type { CaseFacts } from './facts.ts';
import { clockRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

const MINUTE_MS = 60_000;

/**
 * C4: every limit was kept. A clock that rings a message is an appointment, nobody is late for it. A late one needs
 * its trail on the ladder and an explanation that a leader approved; the approval is that leader's acknowledgement of
 * all that had rung. A trail that was not written at the time cannot be written later: then the explanation covers that,
 * and the message goes on naming the levels that did not ring.
 */
export const limitsKept: Check = {
  id: 'C4',
  name: '时限遵守',
  rule: '每个时限在到期（含已批准的延期和中止）前办结；超期的须有各级升级记录和签阅，并有经局领导批准的说明。到期后才提出的延期不算。',
  explainedBy: 'lead',
  judge(facts) {
    const limits = facts.clocks.filter((clock) => clock.ring_message === null);
    if (limits.length === 0) return notApplicable('没有办理时限');
    const faults = limits.flatMap((clock) => {
      const due = validDue(facts, clock);
      const end = clock.closed_at ?? facts.at;
      return end > due.at ? [lateFault(facts, clock, due, end)] : [];
    });
    return judged(faults, `${limits.length}个时限均未超期`);
  },
};

interface ValidDue {
  at: Date;
  /** An extension asked for after expiry moved the date in vain. */
  extendedTooLate: boolean;
}

function validDue(facts: CaseFacts, clock: ClockRow): ValidDue {
  const tooLate = facts.extensions
    .filter((e) => e.clock_id === clock.clock_id && e.state === 'granted' && e.requested_at > e.due_before)
    .map((e) => e.due_before.getTime());
  const at = tooLate.length > 0 ? new Date(Math.min(...tooLate)) : clock.due_at;
  return { at, extendedTooLate: tooLate.length > 0 };
}

function lateFault(facts: CaseFacts, clock: ClockRow, due: ValidDue, end: Date): Fault {
  const gaps = [...(due.extendedTooLate ? ['到期前提出的延期申请'] : []), ...ladderGaps(facts, clock, end)];
  const running = clock.closed_at === null ? '，仍未办结' : '';
  const late = `“${clock.name_zh}”超期${lateness(facts, clock, due.at, end)}${running}`;
  return {
    message: `${late}，缺少${[...gaps, '经局领导批准的说明'].join('、')}`,
    fact: gaps.length > 0 ? `${late}，缺少${gaps.join('、')}` : late,
    refs: [clockRef(clock)],
    concerned: performers(facts, clock),
    at: end,
  };
}

/** Levels of the ladder that were reached before `end` but did not ring, or rang and were not acknowledged. */
export function ladderGaps(facts: CaseFacts, clock: ClockRow, end: Date): string[] {
  const events = facts.clockEvents.filter((event) => event.clock_id === clock.clock_id);
  const levels = (kind: string) =>
    new Set(events.filter((event) => event.kind === kind).map((event) => event.level));
  const rang = levels('ring');
  const acknowledged = levels('acknowledge');
  const row = facts.law.clock(clock.pack_version, clock.key);
  const due = dueOf(facts.law, clock, pausesIn(events));
  const reached = ladderAt(row, due, clock.started_at, facts.calendar, facts.law.ladder)
    .filter((step) => step.at <= end)
    .map((step) => step.level);
  const silent = reached.filter((level) => !rang.has(level));
  const unread = reached.filter((level) => rang.has(level) && !acknowledged.has(level));
  return [
    ...(silent.length > 0 ? [`第${silent.join('、')}级升级记录`] : []),
    ...(unread.length > 0 ? [`第${unread.join('、')}级升级的签阅`] : []),
  ];
}

function pausesIn(events: { kind: string; at: Date }[]): PauseInterval[] {
  const pauses: PauseInterval[] = [];
  for (const event of events) {
    const day = shanghaiDayOf(event.at);
    if (event.kind === 'pause') pauses.push({ start: day, end: day });
    else if (event.kind === 'resume' && pauses.length > 0) pauses.at(-1)!.end = day;
  }
  return pauses;
}

/** How late, in the unit the limit is read in: working days for days, else hours or minutes. */
export function lateness(facts: Pick<CaseFacts, 'calendar'>, clock: ClockRow, due: Date, end: Date): string {
  if (clock.due_on !== null) {
    const lastDay = shanghaiDayOf(new Date(due.getTime() - 1));
    const today = shanghaiDayOf(end);
    const workdays = workdaysBetween(facts.calendar, lastDay, today);
    return workdays > 0 ? `${workdays}个工作日` : `${Math.max(1, grossDays(lastDay, today))}天`;
  }
  const minutes = Math.max(1, Math.ceil((end.getTime() - due.getTime()) / MINUTE_MS));
  return minutes >= 60 ? `${Math.floor(minutes / 60)}小时` : `${minutes}分钟`;
}

/** Who was late: whoever completed, else held, the tasks of the clock. */
const performers = (facts: CaseFacts, clock: ClockRow): string[] =>
  facts.tasks
    .filter((task) => task.clock_id === clock.clock_id || task.task_id === clock.task_id)
    .map((task) => task.completed_by ?? task.assignee ?? '')
    .filter(Boolean);
