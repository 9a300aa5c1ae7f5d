import type { Actor } from './actor.ts';
import { one, type Db, type Trx } from './db.ts';
import { now, shanghaiDayOf } from './time.ts';

/**
 * What leaves the house or shows personal data, by kind. In the security log and not in the trail of the case: a look must
 * not change the sealed file, and the same state of a case must export to the same bytes (decision 0013).
 */
export type Look =
  'case.exported' | 'case.read' | 'document.read' | 'file.read' | 'picture.read' | 'register.exported';

/** Looks that pages make by themselves, again and again: one row per person, thing and day. */
const DAILY: ReadonlySet<Look> = new Set(['case.read', 'picture.read']);

/** Written already today by this process; only saves questions, the database decides. */
let today = '';
const known = new Set<string>();

/**
 * Enter that somebody took or read something: what it was by id, never its content. Pages and thumbnails are entered once a
 * day and person; exports, papers and downloads every time.
 */
export async function noteLook(
  db: Db | Trx,
  actor: Actor,
  look: Look,
  what: Record<string, string | null>,
): Promise<void> {
  const body = JSON.stringify(what);
  const at = now();
  if (!DAILY.has(look)) {
    await db.raw('insert into security_event (at, actor, act, body) values (?, ?, ?, ?)', [
      at,
      actor.account,
      look,
      body,
    ]);
    return;
  }
  const day = shanghaiDayOf(at);
  if (day !== today) {
    today = day;
    known.clear();
  }
  const key = `${actor.account} ${look} ${body}`;
  if (known.has(key)) return;
  await one(
    db,
    `insert into security_event (at, actor, act, body) select :at, :actor, :look, :body where not exists (
       select 1 from security_event where actor = :actor and act = :look and body = cast(:body as jsonb)
         and at >= cast(:day as date) at time zone 'Asia/Shanghai') returning 1`,
    { at, actor: actor.account, look, body, day },
  );
  known.add(key);
}
