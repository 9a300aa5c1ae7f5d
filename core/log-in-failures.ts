import { one, type Db } from './db.ts';
import { now } from './time.ts';

/** Where attempts come from: a browser that is known for the account, or else an address. */
export interface Place {
  name: string;
  known: boolean;
}

/** So many failures of an account from one place, and it waits (quality.md, Security): a policy, not a legal limit. */
const MOST = 5;
const REST_MS = 5 * 60_000;
/**
 * So many from all unknown places together, and the next ones take turns, one in PACE_MS: guessing from many addresses
 * becomes slow, and the person, at an unknown browser too, still gets in.
 */
const CEILING = 50;
const CEILING_WINDOW_MS = 15 * 60_000;
const PACE_MS = 2_000;
const LONGEST_WAIT_MS = 10_000;
const FORGOTTEN_MS = 24 * 3600_000;

/**
 * Count an attempt before its password is looked at, and decide whether it may be, in one statement: whatever number
 * arrives at once, in however many processes, only MOST are looked at. Out: how long it has to wait for its turn, or
 * undefined where it may not be tried. The account need not exist.
 */
export async function admit(db: Db, account: string, { name, known }: Place): Promise<number | undefined> {
  const at = now();
  const before = (ms: number) => new Date(at.getTime() - ms);
  const row = (await one<{ failures: number; admitted: boolean; wait: number }>(
    db,
    `with here as (
       insert into login_failure as f (account, place, failures, since, slot) values (:account, :name, 1, :at, :at)
       on conflict (account, place) do update set
         failures = case when f.since <= :rested then 1 else least(f.failures + 1, ${MOST + 1}) end,
         since = case when f.since <= :rested or f.failures < ${MOST} then excluded.since else f.since end
       returning failures),
     everywhere as (
       insert into login_failure as f (account, place, failures, since, slot)
       select :account, '', 1, cast(:at as timestamptz), cast(:at as timestamptz) from here
       where failures <= ${MOST} and not cast(:known as boolean)
       on conflict (account, place) do update set
         failures = case when f.since <= :window then 1 else f.failures + 1 end,
         since = case when f.since <= :window then excluded.since else f.since end,
         admitted = f.since <= :window or f.failures < ${CEILING} or f.slot <= :furthest,
         slot = case when f.since <= :window or f.failures < ${CEILING} then excluded.slot
                     when f.slot > :furthest then f.slot
                     else greatest(f.slot, excluded.slot) + interval '${PACE_MS} ms' end
       returning admitted, slot)
     select here.failures, coalesce(everywhere.admitted, true) as admitted,
            coalesce(extract(epoch from everywhere.slot - :at) * 1000, 0)::int as wait
     from here left join everywhere on true`,
    {
      account,
      name,
      known,
      at,
      rested: before(REST_MS),
      window: before(CEILING_WINDOW_MS),
      furthest: new Date(at.getTime() + LONGEST_WAIT_MS - PACE_MS),
    },
  ))!;
  if (row.failures === 1) await db.raw('delete from login_failure where since < ?', [before(FORGOTTEN_MS)]);
  if (row.failures > MOST || !row.admitted) return undefined;
  return Math.max(0, row.wait);
}

/** The attempt was right: this place begins anew, and it was none of the account's failures. */
export async function forgive(db: Db, account: string, { name, known }: Place): Promise<void> {
  await db.raw('delete from login_failure where account = ? and place = ?', [account, name]);
  if (!known)
    await db.raw(
      `update login_failure set failures = greatest(failures - 1, 0) where account = ? and place = ''`,
      [account],
    );
}
