import type { Actor } from './actor.ts';
import { decodeCursor } from './cursor.ts';
import { one, rows, type Trx } from './db.ts';
import { capped, COUNT_CAP, page, PAGE, type Capped, type Page } from './inbox.ts';
import { sought } from './text/search.ts';
import { now } from './time.ts';

export interface CaseFilter {
  q?: string | undefined;
  process?: string | undefined;
  status?: string | undefined;
  verdict?: string | undefined;
  overdue?: boolean | undefined;
  openedBy?: string | undefined;
  sort?: CaseSort | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** A case with what a list shows of it. */
export interface ListedCase {
  case_id: string;
  case_no: string;
  process: string;
  title: string;
  status: string;
  level: string | null;
  source: string | null;
  owner_group: string;
  unit_id: string | null;
  /** Whom the case is about: its unit, else its firm, else the name as it was reported. */
  unit_name: string | null;
  opened_at: Date;
  /** Null for who sees the head only, and for reporters, who stand under no name. */
  opened_by: string | null;
  opened_by_name: string | null;
  sealed_at: Date | null;
  verdict: 'green' | 'red' | null;
  /** The actor sees the whole case, not the head alone. */
  whole: boolean;
  waiting:
    | {
        name: string;
        /** How many of that name are open; the dates are those of the earliest. */
        count: number;
        dueAt: string | null;
        warnAt: string | null;
        dueOn: string | null;
        provisional: boolean | null;
      }[]
    | null;
}

const COLUMNS = `c.case_id, c.case_no, c.process, c.title, c.status, c.level, c.source, c.owner_group, c.unit_id,
  coalesce(u.name_zh, f.name_zh, c.facts->>'object') as unit_name,
  c.opened_at, c.opened_by, p.name_zh as opened_by_name, c.sealed_at, c.verdict, c.whole,
  (select jsonb_agg(jsonb_build_object('name', w.element_name, 'count', w.n, 'dueAt', w.due_at, 'warnAt', w.warn_at,
                                       'dueOn', k.due_on, 'provisional', k.provisional) order by w.due_at)
   from (select distinct on (t.element_name) t.element_name, t.due_at, t.warn_at, t.clock_id,
                count(*) over (partition by t.element_name)::int as n
         from task t where t.case_id = c.case_id and t.state = 'open' order by t.element_name, t.due_at) w
   left join clock k on k.clock_id = w.clock_id) as waiting`;
const JOINS = `left join unit u on u.unit_id = c.unit_id left join firm f on f.uscc = c.firm_uscc
  left join person p on p.account = c.opened_by`;

/** What cases can be listed by; `-` in front turns it round. */
export const CASE_SORTS = ['openedAt', '-openedAt', 'dueAt', '-dueAt', 'status', '-status'] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

/** A part of a sorted list that an index has in order. The whole list is its parts one after the other. */
interface Stretch {
  /** Rows of this part only, besides the filter. */
  when: string;
  /** What it is ordered by, an instant; the case's id decides between equals. */
  key: 'c.opened_at' | 'd.due_at';
  down: boolean;
}

/** The earliest limit of a live case is its due date; a case that has ended or waits for nothing dated has none. */
const EARLIEST = `and d.state = 'open' and d.due_at is not null and c.status in ('opening', 'open')
  and not exists (select 1 from task e where e.case_id = d.case_id and e.state = 'open'
                  and (e.due_at, e.task_id) < (d.due_at, d.task_id))`;
const DATELESS = `and not (c.status in ('opening', 'open') and exists (
  select 1 from task d where d.case_id = c.case_id and d.state = 'open' and d.due_at is not null))`;
const STATUSES = ['opening', 'open', 'sealed', 'cancelled'];

const newest = (when: string): Stretch => ({ when, key: 'c.opened_at', down: true });
const SORTS: Record<CaseSort, Stretch[]> = {
  openedAt: [{ when: '', key: 'c.opened_at', down: false }],
  '-openedAt': [newest('')],
  // Without a date comes last either way: whoever sorts by dates looks for dates.
  dueAt: [{ when: EARLIEST, key: 'd.due_at', down: false }, newest(DATELESS)],
  '-dueAt': [{ when: EARLIEST, key: 'd.due_at', down: true }, newest(DATELESS)],
  status: STATUSES.map((status) => newest(`and c.status = '${status}'`)),
  '-status': STATUSES.toReversed().map((status) => newest(`and c.status = '${status}'`)),
};

/** A page of cases; the total comes with the first page only, as whoever leafs on knows it. */
export interface CaseList extends Page<ListedCase> {
  total?: Capped;
}

/**
 * One page of cases the actor may see, in the order asked for (default: the newest first). The cursor names the sort, the
 * part of the list and the last row, so that no row is left out or shown twice however the list grows; a cursor of
 * another sort is refused with 400. Row-level security decides what is seen.
 */
export async function listCases(trx: Trx, actor: Actor, filter: CaseFilter): Promise<CaseList> {
  const limit = filter.limit ?? PAGE;
  const sort = filter.sort ?? '-openedAt';
  const mine = await casesOf(trx, actor, filter);
  // With words or filters the ids of the first page and its total are one question; without, a count is quicker.
  const counts = filter.cursor === undefined && where(filter, mine).trim() !== '';
  const found = await idsOf(trx, filter, mine, sort, Math.max(limit, counts ? COUNT_CAP : 0) + 1);
  const cut = page(found, limit, (row) => [sort, String(row.part), row.sort, row.case_id]);
  const items = await listedCases(trx, cut.items);
  if (filter.cursor !== undefined) return { items, next: cut.next };
  const counted = { n: String(found.length) };
  const total = counts || cut.next === null ? counted : await totalOf(trx, mine);
  return { items, next: cut.next, total: capped(total) };
}

/** A case found, by what it is sorted by. */
interface Found {
  case_id: string;
  sort: string;
  part: number;
}

/** The first cases after the cursor, up to `most`, without what a list shows of them: that is asked for one page only. */
async function idsOf(
  trx: Trx,
  filter: CaseFilter,
  mine: Mine,
  sort: CaseSort,
  most: number,
): Promise<Found[]> {
  const stretches = SORTS[sort];
  const [part, ...last] = afterRow(sort, filter.cursor);
  const found: Found[] = [];
  for (let at = part; at < stretches.length && found.length < most; at += 1) {
    const after = at === part && last.length > 0 ? last : undefined;
    const more = await stretch(trx, filter, mine, stretches[at]!, after, most - found.length);
    found.push(...more.map((row) => ({ ...row, part: at })));
  }
  return found;
}

/** What the list shows of these cases, in their order. */
const listedCases = (trx: Trx, page: Found[]): Promise<ListedCase[]> =>
  rows(
    trx,
    `select ${COLUMNS} from unnest((select cast(? as uuid[]))) with ordinality l(id, n)
     join case_seen c on c.case_id = l.id ${JOINS} order by l.n`,
    [page.map(({ case_id }) => case_id)],
  );

/** The actor's cases where these are few, by id; else how many there are at least; and what a search is narrowed to. */
type Mine = ({ few: string[] } | { many: number }) & { hits?: string[]; rare?: boolean };
const FEW = 2000;

/**
 * Row-level security asks of every row whether it may be seen, so a list walks until it has a page. Who is party to few
 * cases among very many would wait for the end of the walk; those cases are looked up instead.
 */
async function casesOf(trx: Trx, actor: Actor, filter: CaseFilter): Promise<Mine> {
  // Among few cases the words are soon looked for; among many their index is asked first.
  if (actor.readsAll) return { many: 0, ...(await narrowed(trx, actor, filter)) };
  const found = await rows<{ case_id: string }>(
    trx,
    'select case_id from case_party where grp = any(?) limit ?',
    [actor.groups, FEW + 1],
  );
  const ids = [...new Set(found.map((row) => row.case_id))];
  if (found.length <= FEW) return { few: ids };
  return { many: ids.length, ...(await narrowed(trx, actor, filter)) };
}

/**
 * The cases in which all words stand, by id, where these are few. Of many the first tell whether the actor's are rare
 * among them (a word of another street's): then a walk would go on for long.
 */
async function narrowed(trx: Trx, actor: Actor, { q }: CaseFilter): Promise<Pick<Mine, 'hits' | 'rare'>> {
  const patterns = Object.values(sought(q).bindings);
  if (patterns.length === 0) return {};
  const found = await rows<{ id: string }>(trx, 'select cases_found(?, ?) as id', [patterns, FEW + 1]);
  const ids = found.map(({ id }) => id);
  if (found.length <= FEW) return { hits: ids };
  return { rare: !actor.readsAll && (await shareOf(trx, actor, ids)) < RARE };
}

/** Less than this share of the hits being the actor's, a walk for a page costs more than going through all that is his. */
const RARE = 0.05;

async function shareOf(trx: Trx, actor: Actor, ids: string[]): Promise<number> {
  const own = await one<{ n: string }>(
    trx,
    `select count(distinct case_id) as n from case_party where case_id = any(?) and grp = any(?)`,
    [ids, actor.groups],
  );
  return Number(own!.n) / ids.length;
}

/** What a cursor says: part of the list, and the last row's key and id if there was one. */
function afterRow(sort: CaseSort, cursor: string | undefined): [number, ...string[]] {
  const parts = SORTS[sort].map((_, at) => String(at));
  const after = decodeCursor(cursor, [sort], parts, 'instant', 'uuid');
  if (after === undefined) return [0];
  const [, part, key, id] = after;
  return [Number(part), key!, id!];
}

function stretch(
  trx: Trx,
  filter: CaseFilter,
  mine: Mine,
  { when, key, down }: Stretch,
  after: string[] | undefined,
  limit: number,
): Promise<Omit<Found, 'part'>[]> {
  // An ended case has no due date, so there is nothing to look for among the dates.
  if (key === 'd.due_at' && filter.status !== undefined && !['opening', 'open'].includes(filter.status))
    return Promise.resolve([]);
  const from =
    key === 'd.due_at' ? `from task d join ${view(mine)} c on c.case_id = d.case_id` : `from ${view(mine)} c`;
  const way = down ? 'desc' : 'asc';
  return rows(
    trx,
    `select cast(${key} as text) as sort, c.case_id ${from} where true ${where(filter, mine)} ${when}
       ${after ? `and (${key}, c.case_id) ${down ? '<' : '>'} (cast(:key as timestamptz), cast(:id as uuid))` : ''}
     order by ${key} ${way}, c.case_id ${way} limit :limit`,
    { ...bindings(filter, mine), key: after?.[0] ?? null, id: after?.[1] ?? null, limit },
  );
}

/** How many cases there are where nothing narrows the list. */
async function totalOf(trx: Trx, mine: Mine): Promise<{ n: string } | undefined> {
  if ('many' in mine && mine.many > COUNT_CAP) return { n: String(mine.many) };
  return one(trx, `select count(*) as n from (select 1 from ${view(mine)} c limit :cap) x`, {
    cap: COUNT_CAP + 1,
  });
}

/** One case as the list shows it; undefined if there is none or the transaction may not see it. */
export function listedCase(trx: Trx, caseId: string): Promise<ListedCase | undefined> {
  return one(trx, `select ${COLUMNS} from case_seen c ${JOINS} where c.case_id = ?`, [caseId]);
}

const FOLDED = 'c.search_fold';

/** A search with very many hits of which few are the actor's goes through all of his; a list stops after a page (migration 021). */
const view = (mine: Mine): string => (mine.rare ? 'case_found' : 'case_seen');

function where(filter: CaseFilter, mine: Mine): string {
  // The hits only narrow: whether the words stand in what this person may know of a case is asked of the view.
  const words = sought(filter.q, FOLDED).sql;
  return [
    mine.hits ? 'and c.case_id = any(cast(:hits as uuid[]))' : '',
    'few' in mine ? 'and c.case_id = any(cast(:few as uuid[]))' : '',
    words && `and ${words}`,
    filter.process ? 'and c.process = :process' : '',
    filter.status ? 'and c.status = :status' : '',
    filter.verdict ? 'and c.verdict = :verdict' : '',
    filter.openedBy
      ? `and (c.opened_by = :openedBy or exists (select 1 from case_party p where p.case_id = c.case_id
           and p.grp = 'person:' || :openedBy and p.why = '举报'))`
      : '',
    filter.overdue
      ? `and exists (select 1 from clock k where k.case_id = c.case_id and k.state = 'open' and k.due_at <= :now)`
      : '',
  ].join(' ');
}

const bindings = (filter: CaseFilter, mine: Mine) => ({
  few: 'few' in mine ? mine.few : null,
  hits: mine.hits ?? null,
  ...sought(filter.q, FOLDED).bindings,
  process: filter.process ?? null,
  status: filter.status ?? null,
  verdict: filter.verdict ?? null,
  openedBy: filter.openedBy ?? null,
  now: now(),
});
