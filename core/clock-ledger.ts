import type { Actor } from './actor.ts';
import { workdaysBetween } from './calendar.ts';
import { pausesOf, type ClockRow } from './clocks.ts';
import { rows, type Trx } from './db.ts';
import { definition } from './definitions.ts';
import { grossDays, netDays } from './due.ts';
import { mayAsk } from './extensions.ts';
import { law } from './law.ts';
import { lightOfRow } from './light.ts';
import { levelWords } from './escalations.ts';
import { basisWords } from './paper/articles.ts';
import { namesOf } from './people.ts';
import { aboutText, TASK_ABOUT, type About } from './task-about.ts';
import { now, shanghaiDayOf } from './time.ts';
import { CLOCK_STATE, wordOf } from './words.ts';

const KIND: Record<string, string> = {
  open: '起算',
  pause: '中止',
  resume: '恢复',
  extend: '延长',
  refuse: '不予延期',
  warn: '提醒',
  ring: '到期升级',
  acknowledge: '签阅',
  close: '止算',
  replan: '重算',
  restart: '重新起算',
};

interface LedgerRow extends ClockRow, About {
  definition_key: string | null;
  task_groups: string[] | null;
}

/**
 * Every deadline of a case with its article, its events, and whether it was met; gross and net days. `actor`: who looks,
 * to be told which limits he may ask to extend; nobody (the exported file) may extend any.
 */
export async function clockLedger(trx: Trx, caseId: string, actor?: Actor) {
  const theLaw = await law(trx);
  const clocks = await rows<LedgerRow>(
    trx,
    `select k.*, t.definition_key, t.groups as task_groups, ${TASK_ABOUT} from clock k left join task t on t.task_id = k.task_id where k.case_id = ? order by k.started_at, k.clock_id`,
    [caseId],
  );
  const items = [];
  for (const clock of clocks) items.push(await entry(trx, theLaw, clock, actor));
  return { items };
}

async function entry(
  trx: Trx,
  theLaw: Awaited<ReturnType<typeof law>>,
  clock: LedgerRow,
  actor: Actor | undefined,
) {
  const row = theLaw.clock(clock.pack_version, clock.key);
  const end = clock.closed_at ?? now();
  const from = shanghaiDayOf(clock.started_at);
  // An appointment (a clock that only rings a message) is kept by coming round: nobody can be late for it.
  const late = clock.state !== 'superseded' && clock.ring_message === null && end > clock.due_at;
  const element =
    clock.definition_key && clock.element_id
      ? (await definition(trx, clock.definition_key)).meta.elements.get(clock.element_id)
      : undefined;
  return {
    clockId: clock.clock_id,
    key: clock.key,
    name: clock.name_zh,
    article: clock.article,
    basis: basisWords(clock.article),
    status: row.status,
    elementName: element?.name ?? '',
    about: aboutText(clock),
    startedAt: clock.started_at.toISOString(),
    dueAt: clock.due_at.toISOString(),
    dueOn: clock.due_on,
    nominalOn: clock.nominal_on,
    warnAt: clock.warn_at?.toISOString() ?? null,
    provisional: clock.provisional,
    state: clock.state,
    stateName: wordOf(CLOCK_STATE, clock.state),
    closedAt: clock.closed_at?.toISOString() ?? null,
    met: clock.state === 'superseded' ? null : late ? false : clock.state === 'open' ? null : true,
    late: late ? lateness(clock, end, theLaw.calendar) : null,
    grossDays: grossDays(from, shanghaiDayOf(end)),
    netDays: netDays(from, shanghaiDayOf(end), await pausesOf(trx, clock.clock_id)),
    ...(clock.state === 'open' ? lightOfRow(clock, theLaw.calendar) : { light: null, lightText: '' }),
    extendedDays: clock.extended_days,
    rings: clock.ring_message !== null,
    paused: clock.paused_since !== null,
    canExtend: actor !== undefined && mayAsk(theLaw, actor, clock, clock.task_groups),
    events: await eventsOf(trx, clock.clock_id),
  };
}

function lateness(clock: ClockRow, end: Date, calendar: Parameters<typeof workdaysBetween>[0]) {
  if (clock.due_on !== null)
    return { n: Math.max(1, workdaysBetween(calendar, clock.due_on, shanghaiDayOf(end))), unit: '个工作日' };
  const minutes = Math.ceil((end.getTime() - clock.due_at.getTime()) / 60_000);
  return minutes >= 60 ? { n: Math.ceil(minutes / 60), unit: '小时' } : { n: minutes, unit: '分钟' };
}

/** The reason of a ring is the desk it climbed to, which `levelName` tells; that of an end is the state it left. */
function reasonOf({ kind, reason }: { kind: string; reason: string | null }): string | null {
  if (kind === 'ring') return null;
  return kind === 'close' ? wordOf(CLOCK_STATE, reason) : reason;
}

async function eventsOf(trx: Trx, clockId: string) {
  const events = await rows<{
    seq: number;
    kind: string;
    level: number | null;
    at: Date;
    by: string;
    reason: string | null;
    before: unknown;
    after: unknown;
  }>(trx, 'select * from clock_event where clock_id = ? order by seq', [clockId]);
  const names = await namesOf(
    trx,
    events.map((event) => event.by),
  );
  const desks = new Map(
    events.filter(({ kind }) => kind === 'ring').map((ring) => [ring.level, ring.reason]),
  );
  return events.map((event) => ({
    kind: event.kind,
    kindName: KIND[event.kind] ?? event.kind,
    level: event.level,
    levelName:
      event.level === null
        ? null
        : levelWords({ level: event.level, level_name: desks.get(event.level) ?? null }),
    acknowledged:
      event.kind === 'ring'
        ? events.some((one) => one.kind === 'acknowledge' && one.level === event.level && one.seq > event.seq)
        : null,
    at: event.at.toISOString(),
    byName: names.get(event.by) ?? event.by,
    reason: reasonOf(event),
    before: event.before,
    after: event.after,
  }));
}
