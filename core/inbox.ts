import type { Actor } from './actor.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { one, rows, type Trx } from './db.ts';
import { TASK_ABOUT, type About } from './task-about.ts';
import { sought } from './text/search.ts';
import { now } from './time.ts';

export interface InboxFilter {
  q?: string | undefined;
  process?: string | undefined;
  light?: 'green' | 'yellow' | 'red' | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** A task with what a list shows of it. */
export interface InboxTask extends About {
  task_id: string;
  case_id: string;
  case_no: string;
  title: string;
  process: string;
  element_id: string;
  element_name: string;
  form_id: string;
  state: string;
  groups: string[];
  assignee: string | null;
  completed_by: string | null;
  opened_at: Date;
  closed_at: Date | null;
  due_at: Date | null;
  warn_at: Date | null;
  due_on: string | null;
  provisional: boolean | null;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** How many there are, counted up to a cap: an exact count of a long list costs more than it tells. */
export interface Capped {
  count: number;
  /** There are more than `count`. */
  capped: boolean;
}

export const PAGE = 20;
export const COUNT_CAP = 1000;

const COLUMNS = `t.task_id, t.case_id, c.case_no, c.title, t.process, t.element_id, t.element_name, t.form_id, t.state, t.groups,
  t.assignee, t.completed_by, t.opened_at, t.closed_at, t.due_at, t.warn_at, k.due_on, k.provisional`;

/** Whole tasks `t` with what a list shows of them; a condition follows. */
export const TASK_SEEN = `select t.*, c.case_no, c.title, c.whole, k.due_on, k.provisional, ${TASK_ABOUT}
  from task t join case_seen c on c.case_id = t.case_id left join clock k on k.clock_id = t.clock_id`;

/**
 * The groups as a value that the planner can't look into, and limits as numbers that it can: so its plan of a page is the
 * same for everybody, and is kept with the prepared statement. Planning these joins anew cost more than running them.
 */
const GROUPS = '(select cast(:groups as text[]))';

/**
 * One page of 待办: open tasks of the actor's groups that nobody else holds, the most urgent first. Each group is an
 * index range of `task_candidate`, so a page costs the same at a thousand and at a million open tasks.
 */
export async function todoPage(trx: Trx, actor: Actor, filter: InboxFilter): Promise<Page<InboxTask>> {
  const limit = filter.limit ?? PAGE;
  const after = decodeCursor(filter.cursor, 'instant', 'uuid');
  const found = await rows<InboxTask & { sort: string }>(
    trx,
    // What a task is about is asked for the rows of the page only, not for those of every group that it is chosen from.
    `select t.*, ${TASK_ABOUT} from (
     select distinct on (l.due_at, l.task_id) l.due_at::text as sort, t.doc_id, t.item_id, t.scope_id, ${COLUMNS}
     from unnest(${GROUPS}) g
     cross join lateral (
       select tc.due_at, tc.task_id from task_candidate tc
       join task t on t.task_id = tc.task_id
       ${filter.q ? 'join case_seen c on c.case_id = t.case_id' : ''}
       where tc.grp = g
         ${after ? 'and (tc.due_at, tc.task_id) > (cast(:due as timestamptz), cast(:id as uuid))' : ''}
         ${todoWhere(filter)}
       order by tc.due_at, tc.task_id limit ${limit + 1}
     ) l
     join task t on t.task_id = l.task_id
     join case_seen c on c.case_id = t.case_id
     left join clock k on k.clock_id = t.clock_id
     order by l.due_at, l.task_id limit ${limit + 1}) t order by t.sort::timestamptz, t.task_id`,
    { groups: actor.groups, due: after?.[0] ?? null, id: after?.[1] ?? null, ...bindings(actor, filter) },
  );
  return page(found, limit, (row) => [row.sort, row.task_id]);
}

/** A page of tasks; the total comes with the first page only: whoever leafs on knows it, and counting costs more. */
export interface TaskList extends Page<InboxTask> {
  total?: Capped;
}

/** One page of 待办 and, with the first, how many there are. */
export const listTodo = (trx: Trx, actor: Actor, filter: InboxFilter): Promise<TaskList> =>
  withTotal(filter, todoPage(trx, actor, filter), () => todoTotal(trx, actor, filter));

/** One page of 已办 and, with the first, how many there are. */
export const listDone = (trx: Trx, actor: Actor, filter: InboxFilter): Promise<TaskList> =>
  withTotal(filter, donePage(trx, actor, filter), () => doneTotal(trx, actor, filter));

async function withTotal(
  filter: InboxFilter,
  asked: Promise<Page<InboxTask>>,
  count: () => Promise<Capped>,
): Promise<TaskList> {
  const found = await asked;
  if (filter.cursor) return found;
  const all = { count: found.items.length, capped: false };
  return { ...found, total: found.next === null ? all : await count() };
}

/**
 * How many tasks 待办 has under the filter. A task of two of the actor's groups counts in the first of them, so that
 * counting can stop at the cap without having seen all.
 */
async function todoTotal(trx: Trx, actor: Actor, filter: InboxFilter): Promise<Capped> {
  return capped(
    await one<{ n: string }>(
      trx,
      `select count(*) as n from (
         select 1 from unnest(${GROUPS}) with ordinality g(grp, n)
         join task_candidate tc on tc.grp = g.grp
         join task t on t.task_id = tc.task_id
         ${filter.q ? 'join case_seen c on c.case_id = t.case_id' : ''}
         where not exists (select 1 from unnest(${GROUPS}) with ordinality h(grp, n)
                           where h.n < g.n and h.grp = any(t.groups))
           ${todoWhere(filter)} limit ${COUNT_CAP + 1}) x`,
      { groups: actor.groups, ...bindings(actor, filter) },
    ),
  );
}

/** One page of 已办: what the actor has submitted, the latest first. */
async function donePage(trx: Trx, actor: Actor, filter: InboxFilter): Promise<Page<InboxTask>> {
  const limit = filter.limit ?? PAGE;
  const after = decodeCursor(filter.cursor, 'instant', 'uuid');
  const found = await rows<InboxTask & { sort: string }>(
    trx,
    `select t.closed_at::text as sort, ${COLUMNS}, ${TASK_ABOUT} from task t join case_seen c on c.case_id = t.case_id
     left join clock k on k.clock_id = t.clock_id
     where ${doneWhere(filter)}
       ${after ? 'and (t.closed_at, t.task_id) < (cast(:at as timestamptz), cast(:id as uuid))' : ''}
     order by t.closed_at desc, t.task_id desc limit ${limit + 1}`,
    { ...bindings(actor, filter), at: after?.[0] ?? null, id: after?.[1] ?? null },
  );
  return page(found, limit, (row) => [row.sort, row.task_id]);
}

/** How many tasks 已办 has under the filter. */
async function doneTotal(trx: Trx, actor: Actor, filter: InboxFilter): Promise<Capped> {
  return capped(
    await one<{ n: string }>(
      trx,
      `select count(*) as n from (
         select 1 from task t ${filter.q ? 'join case_seen c on c.case_id = t.case_id' : ''}
         where ${doneWhere(filter)} limit ${COUNT_CAP + 1}) x`,
      bindings(actor, filter),
    ),
  );
}

/** Numbers beside the tabs. */
export async function inboxCounts(
  trx: Trx,
  actor: Actor,
): Promise<{ todo: Capped; overdue: Capped; soon: Capped }> {
  return {
    todo: await todoTotal(trx, actor, {}),
    overdue: await todoTotal(trx, actor, { light: 'red' }),
    soon: await todoTotal(trx, actor, { light: 'yellow' }),
  };
}

/** A count that was stopped one after the cap. */
export function capped(row: { n: string } | undefined): Capped {
  const n = Number(row?.n ?? 0);
  return { count: Math.min(n, COUNT_CAP), capped: n > COUNT_CAP };
}

/** What is in 待办 under a filter, given the candidate `tc`, its task `t` and, when searched, its case `c`. */
function todoWhere(filter: InboxFilter): string {
  return [
    'and (t.assignee is null or t.assignee = :me)',
    wordsOf(filter),
    filter.process ? 'and t.process = :process' : '',
    lightWhere(filter.light),
  ].join(' ');
}

/** What is in 已办 under a filter, given the task `t` and, when searched, its case `c`: also what was handed in too late to count. */
function doneWhere(filter: InboxFilter): string {
  return [
    `t.completed_by = :me and t.state in ('closing', 'done', 'cancelled')`,
    wordsOf(filter),
    filter.process ? 'and t.process = :process' : '',
  ].join(' ');
}

/** Each word stands in what the case is found by or in the name of the step. */
function wordsOf({ q }: InboxFilter): string {
  const { sql } = sought(q, 'c.search_fold', 'fold_text(t.element_name)');
  return sql && `and ${sql}`;
}

const bindings = (actor: Actor, filter: InboxFilter) => ({
  me: actor.account,
  ...sought(filter.q).bindings,
  process: filter.process ?? null,
  now: now(),
});

function lightWhere(light: InboxFilter['light']): string {
  if (light === 'red') return 'and tc.due_at <= :now';
  if (light === 'yellow') return 'and tc.due_at > :now and t.warn_at <= :now';
  if (light === 'green') return 'and tc.due_at > :now and (t.warn_at is null or t.warn_at > :now)';
  return '';
}

/** Cut the one row too many that tells whether there is a next page. */
export function page<T>(found: T[], limit: number, key: (row: T) => (string | null)[]): Page<T> {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? encodeCursor(key(items.at(-1)!)) : null };
}
