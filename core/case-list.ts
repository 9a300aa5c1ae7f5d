import type { Actor } from './actor.ts';
import { decodeCursor } from './cursor.ts';
import { one, rows, type Trx } from './db.ts';
import { like, page, PAGE, type Page } from './inbox.ts';
import { now } from './time.ts';

export interface CaseFilter {
  q?: string | undefined;
  process?: string | undefined;
  status?: string | undefined;
  verdict?: string | undefined;
  overdue?: boolean | undefined;
  openedBy?: string | undefined;
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
  unit_name: string | null;
  opened_at: Date;
  opened_by: string;
  opened_by_name: string | null;
  sealed_at: Date | null;
  verdict: 'green' | 'red' | null;
  waiting:
    | {
        name: string;
        dueAt: string | null;
        warnAt: string | null;
        dueOn: string | null;
        provisional: boolean | null;
      }[]
    | null;
}

const COLUMNS = `c.case_id, c.case_no, c.process, c.title, c.status, c.level, c.source, c.owner_group, c.unit_id, u.name_zh as unit_name,
  c.opened_at, c.opened_by, p.name_zh as opened_by_name, c.sealed_at, c.verdict,
  (select jsonb_agg(jsonb_build_object('name', t.element_name, 'dueAt', t.due_at, 'warnAt', t.warn_at, 'dueOn', k.due_on,
                                       'provisional', k.provisional) order by t.due_at)
   from task t left join clock k on k.clock_id = t.clock_id where t.case_id = c.case_id and t.state = 'open') as waiting`;
const JOINS = `from cases c left join unit u on u.unit_id = c.unit_id left join person p on p.account = c.opened_by`;

/** One page of cases the transaction may see, the newest first. Row-level security decides what that is. */
export async function casePage(trx: Trx, filter: CaseFilter): Promise<Page<ListedCase>> {
  const limit = filter.limit ?? PAGE;
  const after = decodeCursor(filter.cursor, 2);
  const found = await rows<ListedCase & { sort: string }>(
    trx,
    `select c.opened_at::text as sort, ${COLUMNS} ${JOINS} where true ${where(filter)}
       ${after ? 'and (c.opened_at, c.case_id) < (cast(:at as timestamptz), cast(:id as uuid))' : ''}
     order by c.opened_at desc, c.case_id desc limit :more`,
    { ...bindings(filter), at: after?.[0] ?? null, id: after?.[1] ?? null, more: limit + 1 },
  );
  return page(found, limit, (row) => [row.sort, row.case_id]);
}

const COUNT_CAP = 1000;

/** How many cases the filter finds, up to a cap. */
export async function caseCount(trx: Trx, filter: CaseFilter): Promise<{ count: number; capped: boolean }> {
  const row = await one<{ n: string }>(
    trx,
    `select count(*) as n from (select 1 from cases c where true ${where(filter)} limit :cap) x`,
    { ...bindings(filter), cap: COUNT_CAP + 1 },
  );
  const n = Number(row?.n ?? 0);
  return { count: Math.min(n, COUNT_CAP), capped: n > COUNT_CAP };
}

/** One case as the list shows it; undefined if there is none or the transaction may not see it. */
export function listedCase(trx: Trx, caseId: string): Promise<ListedCase | undefined> {
  return one(trx, `select ${COLUMNS} ${JOINS} where c.case_id = ?`, [caseId]);
}

function where(filter: CaseFilter): string {
  return [
    filter.q ? 'and c.search ilike :q' : '',
    filter.process ? 'and c.process = :process' : '',
    filter.status ? 'and c.status = :status' : '',
    filter.verdict ? 'and c.verdict = :verdict' : '',
    filter.openedBy ? 'and c.opened_by = :openedBy' : '',
    filter.overdue
      ? `and exists (select 1 from clock k where k.case_id = c.case_id and k.state = 'open' and k.due_at <= :now)`
      : '',
  ].join(' ');
}

const bindings = (filter: CaseFilter) => ({
  q: like(filter.q),
  process: filter.process ?? null,
  status: filter.status ?? null,
  verdict: filter.verdict ?? null,
  openedBy: filter.openedBy ?? null,
  now: now(),
});

/** How the actor is party to a case: `full`, `task`, or null when only a desk that reads all cases. */
export async function partyScope(trx: Trx, actor: Actor, caseId: string): Promise<'full' | 'task' | null> {
  const found = await rows<{ scope: 'full' | 'task' }>(
    trx,
    'select distinct scope from case_party where case_id = ? and grp = any(?)',
    [caseId, actor.groups],
  );
  if (found.some((row) => row.scope === 'full')) return 'full';
  return found.length > 0 ? 'task' : null;
}
