import type { Actor } from '../core/actor.ts';
import { listCases, type CaseFilter } from '../core/case-list.ts';
import { asActor, type Db } from '../core/db.ts';
import { clerk, startApplicationDatabase } from './application-database.ts';
import { percentile, table } from './stats.ts';

const SIZES = [20_000, 100_000];
const ASKED = 40;
const STREETS = 12;

/** Party to every case; to one in twelve; to none, but reads all. */
const WHO: Record<string, Actor> = {
  desk: clerk(['awb']),
  street: clerk(['street:3']),
  auditor: clerk(['auditor'], true),
};

/** A word of all cases, two of them, one of every 5,000th, a number, and nothing at all. */
const WHAT: Record<string, CaseFilter> = {
  page: {},
  'by due date': { sort: 'dueAt' },
  'a common word': { q: '疏散通道' },
  'two common words': { q: '疏散 通道' },
  'a rare word': { q: '稀有词' },
  'a number': { q: '基准〔2026〕1999号' },
  'no such word': { q: '没有这个' },
};

/**
 * `bench lists`: the first page of 案件 with its total, as the application's role with row-level security on, for somebody
 * who is party to all cases, to one in twelve, and for an auditor. p50 and p95 in milliseconds.
 */
export async function benchLists(print: (line: string) => void): Promise<void> {
  const { owner, db, stop } = await startApplicationDatabase();
  const lines: string[][] = [];
  try {
    let have = 0;
    for (const size of SIZES) {
      await fill(owner, have, size);
      have = size;
      await owner.raw('vacuum analyze task, task_candidate, cases, case_party');
      await owner.raw('checkpoint');
      for (const [what, filter] of Object.entries(WHAT)) {
        const cells = [size.toLocaleString('en'), what];
        for (const who of Object.values(WHO)) cells.push(await measure(db, who, filter));
        lines.push(cells);
      }
    }
    print(table(['cases', 'asked', ...Object.keys(WHO)], lines));
  } finally {
    await stop();
  }
}

async function measure(db: Db, who: Actor, filter: CaseFilter): Promise<string> {
  const took: number[] = [];
  for (let i = 0; i < ASKED + 10; i += 1) {
    const started = performance.now();
    await asActor(db, who, (trx) => listCases(trx, who, filter));
    if (i >= 10) took.push(performance.now() - started);
  }
  return `${percentile(took, 50).toFixed(1)} (${percentile(took, 95).toFixed(1)})`;
}

async function fill(owner: Db, from: number, to: number): Promise<void> {
  await owner.raw(
    `with n as (
       select g, gen_random_uuid() as case_id, gen_random_uuid() as task_id,
              '基准案件 疏散通道堵塞 ' || g || case when g % 5000 = 0 then ' 稀有词' else '' end as text,
              timestamptz '2026-03-02' + make_interval(secs => (g::bigint * 7919) % 5000000) as due
       from generate_series(?::int + 1, ?::int) g),
     made as (
       insert into cases (case_id, case_no, process, title, title_out, status, owner_group, business_key, opened_by, opened_at,
                          search, search_out)
       select case_id, '基准〔2026〕' || g || '号', 'bench', text, text, 'open', 'awb', case_id::text, 'pan.yichen',
              timestamptz '2026-01-01' + make_interval(mins => g), text, text from n),
     parties as (
       insert into case_party (case_id, grp, why)
       select case_id, 'awb', '基准' from n union all select case_id, 'street:' || (g % ${STREETS}), '基准' from n),
     tasks as (
       insert into task (task_id, case_id, process, definition_key, element_id, element_name, form_id, groups, job_key,
                         element_instance_key, instance_key, broker_epoch, due_at, opened_at)
       select task_id, case_id, 'bench', '1', 'first', '办理', 'bench.form', array['awb'], g::text, g::text, g::text,
              'bench', due, now() from n)
     insert into task_candidate (grp, due_at, task_id) select 'awb', due, task_id from n`,
    [from, to],
  );
}
