import { hash } from '@node-rs/argon2';
import type { Actor } from './actor.ts';
import { one, rows, type Db, type Trx } from './db.ts';
import { may } from './policies.ts';
import { now } from './time.ts';

interface PersonRow {
  account: string;
  name_zh: string;
  unit_id: string | null;
  firm_uscc: string | null;
  post_zh: string;
  active: boolean;
}

/** The person with all groups: granted ones and those that follow from account and unit. Undefined if unknown or inactive. */
export async function actorOf(db: Db | Trx, account: string): Promise<Actor | undefined> {
  const person = await one<PersonRow & { granted: string[] }>(
    db,
    `select p.*, array(select m.grp from membership m where m.account = p.account
             and m.from_at <= ? and (m.until_at is null or m.until_at > ?)) as granted
       from person p where p.account = ? and p.active`,
    [now(), now(), account],
  );
  if (person === undefined) return undefined;
  const derived = [`person:${account}`, ...(person.unit_id ? [`unit:${person.unit_id}`] : [])];
  const actor: Actor = {
    account,
    name: person.name_zh,
    unitId: person.unit_id ?? person.firm_uscc ?? '',
    post: person.post_zh,
    groups: [...new Set([...person.granted, ...derived])],
    readsAll: false,
  };
  return { ...actor, readsAll: may(actor, 'cases.read-all') };
}

/** Give every account without one the same password (demo and tests only). Returns how many were set. */
export async function setDemoPasswords(db: Db, password: string): Promise<number> {
  const missing = await rows<{ account: string }>(
    db,
    'select account from person where password_hash is null',
  );
  if (missing.length === 0) return 0;
  const hashed = await hash(password);
  await db.raw('update person set password_hash = ? where password_hash is null', [hashed]);
  return missing.length;
}

/**
 * The group by which diagrams assign work to a firm, or null where nobody acts for the firm: most firms have no account,
 * and what nobody can open must go to the unit that handles the case. In: unified social credit code, or null.
 */
export async function firmGroupOf(trx: Trx, uscc: string | null | undefined): Promise<string | null> {
  if (!uscc) return null;
  const group = `firm:${uscc}`;
  const [found] = await populated(trx, [group]);
  return found ?? null;
}

/** Those of the groups, granted or derived (`actorOf`), in which there is an active person now. */
export async function populated(trx: Trx, groups: readonly string[]): Promise<string[]> {
  const found = await rows<{ grp: string }>(
    trx,
    `select m.grp from membership m join person p on p.account = m.account and p.active
     where m.grp = any(:groups) and m.from_at <= :at and (m.until_at is null or m.until_at > :at)
     union select 'person:' || account from person where active and 'person:' || account = any(:groups)
     union select 'unit:' || unit_id from person where active and 'unit:' || unit_id = any(:groups)`,
    { groups: [...groups], at: now() },
  );
  return found.map((row) => row.grp);
}

/** Chinese names of whatever accounts, units and firms are among the ids. */
export async function namesBehind(db: Db | Trx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ id: string; name: string }>(
    db,
    `select account as id, name_zh as name from person where account = any(:ids)
     union all select unit_id, name_zh from unit where unit_id = any(:ids)
     union all select uscc, name_zh from firm where uscc = any(:ids)`,
    { ids: [...ids] },
  );
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** Chinese names of accounts, for lists. Unknown accounts keep their account as name; `system` is 系统. */
export async function namesOf(db: Db | Trx, accounts: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>([
    ['system', '系统'],
    ['hotline', '12345热线'],
  ]);
  const asked = [...new Set(accounts.filter(Boolean))];
  if (asked.length === 0) return names;
  const found = await rows<{ account: string; name_zh: string }>(
    db,
    'select account, name_zh from person where account = any(?)',
    [asked],
  );
  for (const { account, name_zh } of found) names.set(account, name_zh);
  return names;
}
