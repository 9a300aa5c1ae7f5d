import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { verify } from '@node-rs/argon2';
import type { Actor } from './actor.ts';
import { one, type Db } from './db.ts';
import { AppError } from './errors.ts';
import { admit, forgive, type Place } from './log-in-failures.ts';
import { actorOf } from './people.ts';
import { now } from './time.ts';

/** Who wants in, and from where. */
export interface Attempt {
  account: string;
  password: string;
  address: string;
  /** The random name this browser got at an earlier log-in. */
  browser?: string;
}

/** As many attempts of one account from one place may wait for their turn. */
const MOST_WAITING = 100;

// A well-formed hash nobody's password has: an unknown account must cost as much time as a wrong password.
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$9Qxv5rNWhg3TNjQm1VYGmV0y5lqvcFpnFeFzbGb0U3s';

/**
 * Check account and password. Out: the actor. Throws 401 (one text for unknown account and wrong password) and, after
 * five failures of an account from one place, 429 for five minutes, also where there is no such account. Failures from
 * one place never keep anybody out at another; a browser in which the person was logged in before is a place of its own,
 * so that a colleague behind the same address cannot do it either.
 */
export async function logIn(db: Db, { account, password, address, browser }: Attempt): Promise<Actor> {
  const place = await placeOf(db, account, address, browser);
  return inTurn(`${account}\n${place.name}`, async () => {
    const waitMs = await admit(db, account, place);
    if (waitMs === undefined) throw tooOften();
    if (waitMs > 0) await sleep(waitMs);
    const person = await one<{ password_hash: string | null }>(
      db,
      'select password_hash from person where account = ? and active',
      [account],
    );
    const good = await verify(person?.password_hash ?? NOBODY, password).catch(() => false);
    const actor = person?.password_hash && good ? await actorOf(db, account) : undefined;
    if (actor === undefined) throw new AppError('unauthenticated', 401, '账号或密码不正确');
    await forgive(db, account, place);
    return actor;
  });
}

/** Note that somebody has logged in with this browser. In: its random name. */
export async function rememberBrowser(db: Db, account: string, browser: string): Promise<void> {
  await db.raw(
    `insert into login_browser (browser, account, at) values (?, ?, ?)
     on conflict (browser, account) do nothing`,
    [digest(browser), account, now()],
  );
}

async function placeOf(
  db: Db,
  account: string,
  address: string,
  browser: string | undefined,
): Promise<Place> {
  const name = browser === undefined ? undefined : digest(browser);
  const known =
    name !== undefined &&
    (await one(db, 'select 1 from login_browser where browser = ? and account = ?', [name, account])) !==
      undefined;
  return known ? { name: `browser ${name}`, known } : { name: `address ${address}`, known };
}

/** Kept hashed: who reads the table cannot pass for the browser. */
const digest = (browser: string): string => createHash('sha256').update(browser).digest('hex');

const tooOften = (): AppError =>
  new AppError('too-many', 429, '连续输错密码，请 5 分钟后再试；忘记密码请联系管理员');

const turns = new Map<string, { last: Promise<unknown>; waiting: number }>();

/**
 * One attempt after the other: the count of failures is then never ahead of their outcome, and somebody who opens several
 * pages with the right password at once is not taken for one who guesses.
 */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const turn = turns.get(key) ?? { last: Promise.resolve(), waiting: 0 };
  if (turn.waiting >= MOST_WAITING) throw tooOften();
  turns.set(key, turn);
  turn.waiting += 1;
  const result = turn.last.then(work);
  turn.last = result.catch(() => undefined);
  try {
    return await result;
  } finally {
    turn.waiting -= 1;
    if (turn.waiting === 0) turns.delete(key);
  }
}
