import type { Actor } from './actor.ts';
import { one, rows, type Trx } from './db.ts';
import { now, shanghaiDayOf } from './time.ts';

/**
 * What leaves the house or shows personal data, by kind. In the security log and not in the trail of the case: a look must
 * not change the sealed file, and the same state of a case must export to the same bytes (decision 0013).
 */
export type Look =
  | 'case.exported'
  | 'case.read'
  | 'document.read'
  | 'file.read'
  | 'picture.read'
  | 'register.exported'
  | 'register.read';

/** Looks that pages make by themselves, again and again: one row per person, thing and day. */
const DAILY: ReadonlySet<Look> = new Set(['case.read', 'picture.read', 'register.read']);

/** Rows of today that stand in the database; only saves questions, the database decides. `before`: the last row of an earlier day. */
let today = { day: '', before: '0', known: new Set<string>() };

/**
 * Enter that somebody took or read something: what it was by id, never its content. Pages and thumbnails are entered once a
 * day and person; exports, papers and downloads every time. In the reader's transaction: what was not given is not entered.
 */
export async function noteLook(
  trx: Trx,
  actor: Actor,
  look: Look,
  what: Record<string, string | null>,
): Promise<void> {
  const row = { at: now(), actor: actor.account, look, body: JSON.stringify(what) };
  if (!DAILY.has(look)) {
    await trx.raw(
      'insert into security_event (at, actor, act, body) values (:at, :actor, :look, :body)',
      row,
    );
    return;
  }
  const { before, known } = await todayOf(trx, shanghaiDayOf(row.at));
  const key = `${row.actor} ${look} ${row.body}`;
  if (known.has(key)) return;
  // A page asks for its parts at once: one of them enters the row, the others need not wait for it.
  const [mine] = await rows<{ mine: boolean }>(
    trx,
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine',
    [key],
  );
  if (!mine!.mine) return;
  const entered = await one(
    trx,
    `insert into security_event (at, actor, act, body) select :at, :actor, :look, :body where not exists (
       select 1 from security_event where event_id > :before and actor = :actor and act = :look
         and body = cast(:body as jsonb))
     returning 1`,
    { ...row, before },
  );
  // A row of this transaction may still be rolled back with it.
  if (entered === undefined) known.add(key);
}

async function todayOf(trx: Trx, day: string): Promise<typeof today> {
  if (day === today.day) return today;
  const last = await one<{ id: string | null }>(
    trx,
    `select max(event_id) as id from security_event where at < cast(? as date) at time zone 'Asia/Shanghai'`,
    [day],
  );
  today = { day, before: last?.id ?? '0', known: new Set() };
  return today;
}
