import type { Actor } from '../../core/actor.ts';
import { workdaysBetween, type Calendar } from '../../core/calendar.ts';
import { listedCase } from '../../core/case-list.ts';
import { asHouse, one, rows, type Trx } from '../../core/db.ts';
import { law } from '../../core/law.ts';
import { REPORTER_FORMS } from '../../core/policies.ts';
import { now, shanghaiDayOf } from '../../core/time.ts';
import { groupNames } from '../present.ts';

/** A step that waits after a submit, and with whom. */
export interface NextStep {
  /** Name of the step; null for who sees no more of the case than their own tasks. */
  name: string | null;
  /** Units or groups that may do it. */
  groups: string[];
  /** Some of their people, and how many there are; nobody for who sees only their own tasks. */
  people: string[];
  count: number;
  /** 4小时内, 3个工作日内; null where there is no limit, or it is not for this person to know. */
  within: string | null;
}

/** What became of a task after it was submitted. */
export interface After {
  /** My own next task of the case, if there is one. */
  taskId: string | null;
  steps: NextStep[];
  /** The case has come to its end. */
  over: boolean;
}

const NAMED = 1;
const STEPS = 3;
const HOUR_MS = 3_600_000;

interface Row {
  element_name: string;
  groups: string[];
  assignee_name: string | null;
  due_at: Date | null;
  due_on: string | null;
}

/**
 * Who has the case after this person submitted a task of it: the steps that opened since, the latest first. Staff learn
 * the people; who is party to their own task only (a firm, a unit under patrol) learns which unit or office goes on with
 * the same matter, neither step nor person.
 */
export async function afterSubmit(trx: Trx, actor: Actor, taskId: string): Promise<After> {
  const done = await one<{ case_id: string }>(
    trx,
    'select case_id from task where task_id = ? and completed_by = ?',
    [taskId, actor.account],
  );
  const mine = await ownNext(trx, actor, taskId);
  if (done === undefined) return { taskId: mine, steps: [], over: false };
  const listed = await listedCase(trx, done.case_id);
  const whole = listed?.whole === true;
  // What the party of a task is told goes through the product: its own eyes see no task but its own.
  const found = await (whole ? opened(trx, taskId) : asHouse(trx, () => goingOn(trx, taskId)));
  const { calendar } = await law(trx);
  const names = await groupNames(trx, [...new Set(found.flatMap(({ groups }) => groups))]);
  const status = listed?.status;
  return {
    taskId: mine,
    steps: await Promise.all(
      found.map(async (row) => ({
        name: whole ? row.element_name : null,
        groups: row.groups.map((group) => (whole || !isPerson(group) ? names.get(group)! : '承办人员')),
        ...(whole ? await peopleOf(trx, row) : { people: [], count: 0 }),
        within: whole ? within(row, calendar) : null,
      })),
    ),
    over: whole && (status === 'sealed' || status === 'cancelled'),
  };
}

/** The latest open task of the same case that this person may do. */
async function ownNext(trx: Trx, actor: Actor, taskId: string): Promise<string | null> {
  const next = await one<{ task_id: string }>(
    trx,
    `select n.task_id from task t join task n on n.case_id = t.case_id and n.state = 'open' and n.task_id <> t.task_id
     where t.task_id = ? and n.groups && ? and (n.assignee is null or n.assignee = ?) order by n.opened_at desc limit 1`,
    [taskId, actor.groups, actor.account],
  );
  return next?.task_id ?? null;
}

const isPerson = (group: string): boolean => group.startsWith('person:');

/** Open tasks of the case that came after this one. */
const opened = (trx: Trx, taskId: string): Promise<Row[]> => after(trx, taskId, '', {});

/** Of the same matter only, and never a step in which a reporter is called: that there is one is not told. */
const goingOn = (trx: Trx, taskId: string): Promise<Row[]> =>
  after(trx, taskId, 'and (n.item_id = t.item_id or n.scope_id = t.scope_id) and n.form_id <> all(:calls)', {
    calls: [...REPORTER_FORMS],
  });

const after = (trx: Trx, taskId: string, which: string, bindings: Record<string, unknown>): Promise<Row[]> =>
  rows<Row>(
    trx,
    `select n.element_name, n.groups, p.name_zh as assignee_name, n.due_at, k.due_on
     from task t join task n on n.case_id = t.case_id and n.state = 'open' and n.opened_at >= t.closed_at
     left join person p on p.account = n.assignee left join clock k on k.clock_id = n.clock_id
     where t.task_id = :taskId ${which} order by n.opened_at desc limit ${STEPS}`,
    { taskId, ...bindings },
  );

async function peopleOf(
  trx: Trx,
  { groups, assignee_name }: Row,
): Promise<Pick<NextStep, 'people' | 'count'>> {
  if (assignee_name !== null) return { people: [assignee_name], count: 1 };
  const found = await rows<{ name_zh: string; n: string }>(
    trx,
    `select name_zh, count(*) over () as n from person where active and account in
       (select account from membership where grp = any(?) and (until_at is null or until_at > ?)) order by account limit ?`,
    [groups, now(), NAMED],
  );
  return { people: found.map(({ name_zh }) => name_zh), count: Number(found[0]?.n ?? 0) };
}

function within({ due_at, due_on }: Row, calendar: Calendar): string | null {
  if (due_at === null) return null;
  const left = due_at.getTime() - now().getTime();
  if (left <= 0) return '已超期';
  if (due_on === null) return `${Math.ceil(left / HOUR_MS)}小时内`;
  const days = workdaysBetween(calendar, shanghaiDayOf(now()), due_on);
  return days === 0 ? '今天内' : `${days}个工作日内`;
}
