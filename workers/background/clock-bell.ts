import { act } from '../../core/act.ts';
import { SYSTEM } from '../../core/actor.ts';
import { alarmIfNobody } from '../../core/alarms.ts';
import { addParties } from '../../core/cases.ts';
import { dueOf, nextBell } from '../../core/clock-plan.ts';
import { clockEvent, pausesOf, type ClockRow } from '../../core/clocks.ts';
import { asSystem, rows, type Db, type Trx } from '../../core/db.ts';
import { definition } from '../../core/definitions.ts';
import { ladderAt } from '../../core/ladder.ts';
import { law, type Law } from '../../core/law.ts';
import { notify } from '../../core/notifications.ts';
import { enqueue } from '../../core/outbox.ts';
import { signals } from '../../core/signals.ts';
import { now } from '../../core/time.ts';
import type { Host } from '../host.ts';
import { singleton } from './singleton.ts';

const TICK_MS = 1_000;
const BATCH = 50;
const BELL_LOCK = 7_201;
/** An intermediate catch may open a moment after the ring: messages wait a day (processes.md §0.4). */
const RANG_TTL_MS = 24 * 3600_000;

/**
 * The clock bell: reminds once, then climbs the ladder 承办 → 单位负责人 → 安委办 → 区领导, each level once, as the
 * legal pack says. A level above 0 publishes `clock.expired` (TTL 0), but only where the diagram listens. One bell
 * rings in the whole installation (advisory lock).
 */
export function startClockBell(host: Host): { close(): Promise<void> } {
  return singleton(
    host,
    BELL_LOCK,
    TICK_MS,
    () => ringDue(host.db),
    (wake) => {
      signals.on('clock', wake);
      return () => signals.off('clock', wake);
    },
  );
}

/**
 * Ring everything that is due now, every level that was reached: after a pause of the server, or a jump of the demo
 * clock, the ladder must not lag behind the acts of people. Returns how many bells rang.
 */
export async function ringDue(db: Db): Promise<number> {
  let rung = 0;
  for (;;) {
    const due = await asSystem(db, (trx) =>
      rows<{ clock_id: string }>(
        trx,
        `select clock_id from clock where state = 'open' and next_at <= ? order by next_at limit ?`,
        [now(), BATCH],
      ),
    );
    for (const { clock_id } of due) rung += await asSystem(db, (trx) => ringOne(trx, clock_id));
    if (due.length === 0) return rung;
  }
}

async function ringOne(trx: Trx, clockId: string): Promise<number> {
  const [clock] = await rows<ClockRow>(
    trx,
    `select * from clock where clock_id = ? and state = 'open' and next_at <= ? for update`,
    [clockId, now()],
  );
  if (clock === undefined) return 0;
  const theLaw = await law(trx);
  const row = theLaw.clock(clock.pack_version, clock.key);
  const due = dueOf(theLaw, clock, await pausesOf(trx, clockId));
  const kind = clock.next_kind ?? '';
  const level = kind === 'ring' ? 0 : kind.startsWith('level:') ? Number(kind.slice(6)) : clock.level;
  const rung = { ...clock, level, next_kind: kind };
  const next = nextBell(theLaw, row, due, rung);
  await trx.raw('update clock set level = ?, next_at = ?, next_kind = ? where clock_id = ?', [
    level,
    next.next_at,
    next.next_kind,
    clockId,
  ]);
  if (kind === 'warn') await remind(trx, clock);
  else if (kind === 'ring') await ringMessage(trx, clock);
  else await climb(trx, theLaw, clock, level);
  return 1;
}

async function remind(trx: Trx, clock: ClockRow): Promise<void> {
  await clockEvent(trx, clock.clock_id, { kind: 'warn', by: SYSTEM.account });
  await notify(trx, {
    groups: await holders(trx, clock),
    caseId: clock.case_id,
    kind: 'clock.warn',
    text: `“${clock.name_zh}”即将到期`,
  });
}

/** An appointment (回访日) is over once it has rung: it has no ladder and nobody is late for it. */
async function ringMessage(trx: Trx, clock: ClockRow): Promise<void> {
  await trx.raw(`update clock set state = 'closed', closed_at = ? where clock_id = ?`, [
    now(),
    clock.clock_id,
  ]);
  await clockEvent(trx, clock.clock_id, { kind: 'ring', level: 0, by: SYSTEM.account });
  await act(trx, {
    caseId: clock.case_id,
    actor: SYSTEM,
    act: 'clock.rang',
    subject: clock.key,
    after: { at: now().toISOString() },
  });
  await enqueue(trx, clock.case_id, {
    kind: 'message',
    name: clock.ring_message!,
    key: clock.ring_key ?? clock.clock_id,
    ttl: RANG_TTL_MS,
    messageId: `rang:${clock.clock_id}`,
    variables: { clockId: clock.clock_id, at: now().toISOString() },
  });
}

async function climb(trx: Trx, theLaw: Law, clock: ClockRow, level: number): Promise<void> {
  const row = theLaw.clock(clock.pack_version, clock.key);
  const due = dueOf(theLaw, clock, await pausesOf(trx, clock.clock_id));
  const step = ladderAt(row, due, clock.started_at, theLaw.calendar, theLaw.ladder).find(
    (s) => s.level === level,
  )!;
  const groups =
    step.desk === 'handler' || step.desk === 'unit-head' ? await holders(trx, clock) : [step.desk];
  await clockEvent(trx, clock.clock_id, {
    kind: 'ring',
    level,
    grp: groups.join(','),
    by: SYSTEM.account,
    reason: step.nameZh,
  });
  await alarmIfNobody(trx, {
    caseId: clock.case_id,
    clockId: clock.clock_id,
    subject: clock.name_zh,
    level,
    desk: step.nameZh,
    groups,
  });
  // Who is asked to take note of it must be able to see it.
  await addParties(trx, clock.case_id, groups, '时限升级');
  await act(trx, {
    caseId: clock.case_id,
    actor: SYSTEM,
    act: 'clock.escalated',
    subject: clock.key,
    after: { level, to: step.nameZh, dueAt: clock.due_at.toISOString() },
  });
  await notify(trx, {
    groups,
    caseId: clock.case_id,
    kind: `clock.level${level}`,
    text: `“${clock.name_zh}”已超期,升级至${step.nameZh}`,
  });
  if (level >= 1 && clock.ring_key !== null && (await listens(trx, clock)))
    await enqueue(trx, clock.case_id, {
      kind: 'message',
      name: 'clock.expired',
      key: clock.ring_key,
      ttl: 0,
      messageId: `${clock.clock_id}:${level}`,
      variables: { clockId: clock.clock_id, level, dueAt: clock.due_at.toISOString() },
    });
}

async function holders(trx: Trx, clock: ClockRow): Promise<string[]> {
  const [task] = await rows<{ groups: string[]; assignee: string | null }>(
    trx,
    'select groups, assignee from task where task_id = ?',
    [clock.task_id],
  );
  if (task === undefined) return [];
  return task.assignee === null ? task.groups : [`person:${task.assignee}`];
}

/** Does the task's own diagram have a boundary `clock.expired` on this element? Elsewhere the message would only be lost. */
async function listens(trx: Trx, clock: ClockRow): Promise<boolean> {
  const [task] = await rows<{ definition_key: string }>(
    trx,
    'select definition_key from task where task_id = ?',
    [clock.task_id],
  );
  if (task === undefined) return false;
  return (await definition(trx, task.definition_key)).meta.expiring.has(clock.element_id ?? '');
}
