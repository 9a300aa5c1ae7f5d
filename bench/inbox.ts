import { rows, asSystem, asActor, type Db } from '../core/db.ts';
import { todoPage } from '../core/inbox.ts';
import { clerk, startApplicationDatabase } from './application-database.ts';
import { percentile, table } from './stats.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const GROUPS = 40;
const ASKED = 300;

/**
 * `bench inbox`: one page of 待办 (first page and one deep in the list) while 10 k, 100 k and 1 M tasks are open. The
 * page is the product's own query with row-level security on, as the application's role.
 */
export async function benchInbox(print: (line: string) => void): Promise<void> {
  const { owner, db, stop } = await startApplicationDatabase();
  const lines: (string | number)[][] = [];
  try {
    let have = 0;
    for (const size of SIZES) {
      await fill(owner, have, size);
      have = size;
      await owner.raw('vacuum analyze task, task_candidate, cases, case_party');
      // What the filling left to write must not be written while pages are asked for.
      await owner.raw('checkpoint');
      const first = await measure(db, undefined);
      const deep = await measure(db, await deepCursor(db));
      lines.push([
        size.toLocaleString('en'),
        first.p50.toFixed(2),
        first.p99.toFixed(2),
        deep.p50.toFixed(2),
        deep.p99.toFixed(2),
      ]);
    }
    print(table(['open tasks', 'first page p50 ms', 'p99 ms', 'page at half depth p50 ms', 'p99 ms'], lines));
  } finally {
    await stop();
  }
}

const ACTOR = clerk(['bench:7', 'bench:8']);

async function fill(owner: Db, from: number, to: number): Promise<void> {
  await owner.raw(
    `with n as (select g, gen_random_uuid() as case_id, gen_random_uuid() as task_id, 'bench:' || (g % ${GROUPS}) as grp,
                       timestamptz '2026-03-02' + make_interval(secs => (g::bigint * 7919) % 5000000) as due from generate_series(?::int + 1, ?::int) g),
          c as (insert into cases (case_id, case_no, process, title, status, owner_group, business_key, opened_by, opened_at, search)
                select case_id, '基准〔2026〕' || g || '号', 'bench', '基准案件 ' || g, 'open', 'awb', case_id::text, 'system', now(), '基准 ' || g from n),
          p as (insert into case_party (case_id, grp, why) select case_id, grp, '基准' from n),
          t as (insert into task (task_id, case_id, process, definition_key, element_id, element_name, form_id, groups, job_key, element_instance_key,
                                  instance_key, broker_epoch, due_at, opened_at)
                select task_id, case_id, 'bench', '1', 'first', '办理', 'bench.form', array[grp], g::text, g::text, g::text, 'bench', due, now() from n)
     insert into task_candidate (grp, due_at, task_id) select grp, due, task_id from n`,
    [from, to],
  );
}

async function deepCursor(db: Db): Promise<string> {
  const [row] = await asSystem(db, (trx) =>
    rows<{ due: string; task_id: string }>(
      trx,
      `select due_at::text as due, task_id from task_candidate where grp = 'bench:7' order by due_at, task_id
       offset (select count(*) / 2 from task_candidate where grp = 'bench:7') limit 1`,
    ),
  );
  return Buffer.from(JSON.stringify([row!.due, row!.task_id])).toString('base64url');
}

async function measure(db: Db, cursor: string | undefined): Promise<{ p50: number; p99: number }> {
  const took: number[] = [];
  for (let i = 0; i < ASKED + 20; i += 1) {
    const started = performance.now();
    const page = await asActor(db, ACTOR, (trx) => todoPage(trx, ACTOR, { cursor }));
    if (page.items.length !== 20) throw new Error(`a page of ${page.items.length}`);
    if (i >= 20) took.push(performance.now() - started);
  }
  return { p50: percentile(took, 50), p99: percentile(took, 99) };
}
