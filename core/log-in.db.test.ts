import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { rows } from './db.ts';
import { admit } from './log-in-failures.ts';
import { logIn, rememberBrowser } from './log-in.ts';
import { setDemoPasswords } from './people.ts';

const PASSWORD = 'right-of-the-tests';
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await setDemoPasswords(database.db, PASSWORD);
});
afterAll(() => database.close());
beforeEach(() => database.db.raw('delete from login_failure'));

/** What became of an attempt: the account that is in, or the status and title of the refusal. */
const attempt = (account: string, password: string, address = '10.0.0.1', browser?: string) =>
  logIn(database.db, { account, password, address, ...(browser ? { browser } : {}) }).then(
    (actor) => actor.account,
    ({ status, title }: { status: number; title: string }) => [status, title] as const,
  );
const statuses = (answers: (string | readonly [number, string])[]) =>
  answers.map((answer) => (typeof answer === 'string' ? 200 : answer[0]));
const times = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

describe('guessing a password', () => {
  test('of sixty guesses at once five are looked at, and the right one among the rest does not get in', async () => {
    const answers = await times(60, (n) => attempt('xue.jinghua', n === 40 ? PASSWORD : `guess ${n}`));

    expect(statuses(answers).filter((status) => status === 401)).toHaveLength(5);
    expect(statuses(answers).filter((status) => status === 429)).toHaveLength(55);
  });

  test('the same holds however many processes they reach: the database decides', async () => {
    const place = { name: 'address 10.0.0.1', known: false };

    const admitted = await times(60, () => admit(database.db, 'xue.jinghua', place));

    expect(admitted.filter((wait) => wait !== undefined)).toHaveLength(5);
  });

  test('an account that does not exist is answered in exactly the same words, one attempt after the other', async () => {
    const seven = async (account: string) => {
      const answers = [];
      for (let n = 0; n < 7; n++) answers.push(await attempt(account, `wrong ${n}`));
      return answers;
    };

    const known = await seven('xue.jinghua');

    expect(statuses(known)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await seven('nobody.at.all')).toEqual(known);
  });

  test('nobody can lock a colleague out: not from another address, not from the same one', async () => {
    // given a browser in which the colleague was logged in before, behind the same address as everybody
    const browser = '0123456789abcdef'.repeat(2);
    await rememberBrowser(database.db, 'xue.jinghua', browser);

    // when somebody fails ten times
    await times(10, (n) => attempt('xue.jinghua', `wrong ${n}`));

    // then the colleague gets in from elsewhere, and in the own browser
    expect(await attempt('xue.jinghua', PASSWORD)).toEqual([429, expect.any(String)]);
    expect(await attempt('xue.jinghua', PASSWORD, '10.0.0.2')).toBe('xue.jinghua');
    expect(await attempt('xue.jinghua', PASSWORD, '10.0.0.1', browser)).toBe('xue.jinghua');
    // and the browser of one account is no key to another, nor an invented one to any
    await times(10, (n) => attempt('mei.siqi', `wrong ${n}`));
    expect(await attempt('mei.siqi', PASSWORD, '10.0.0.1', browser)).toEqual([429, expect.any(String)]);
    expect(await attempt('xue.jinghua', PASSWORD, '10.0.0.1', 'f'.repeat(32))).toEqual([
      429,
      expect.any(String),
    ]);
  });

  test('from very many addresses becomes slow; the person gets in, in the own browser without delay', async () => {
    const from = (n: number) => ({ name: `address 10.1.${n % 200}.1`, known: false });
    const waits = [];
    for (let n = 0; n < 56; n++) waits.push(await admit(database.db, 'xue.jinghua', from(n)));

    expect(waits.slice(0, 50)).toEqual(Array(50).fill(0));
    // One after the other, each two seconds later than the one before; who would wait too long is sent away.
    expect(waits[51]! - waits[50]!).toBeGreaterThan(1_500);
    expect(await times(20, (n) => admit(database.db, 'xue.jinghua', from(100 + n)))).toContain(undefined);
    expect(await admit(database.db, 'xue.jinghua', { name: 'browser x', known: true })).toBe(0);
    // The same people are not slowed at other accounts.
    expect(await admit(database.db, 'mei.siqi', from(1))).toBe(0);
  });
});

describe('logging in rightly', () => {
  test('an office behind one address, all at once, and one person in several pages: everybody gets in', async () => {
    const people = await rows<{ account: string }>(
      database.db,
      'select account from person where active and password_hash is not null order by account limit 30',
    );

    const office = await times(30, (n) => attempt(people[n]!.account, PASSWORD));
    const pages = await times(12, () => attempt('xue.jinghua', PASSWORD));

    expect(office).toEqual(people.map(({ account }) => account));
    expect(pages).toEqual(Array(12).fill('xue.jinghua'));
    expect(await rows(database.db, `select 1 from login_failure where place <> '' or failures > 0`)).toEqual(
      [],
    );
  });

  test('ends the count of failures before it', async () => {
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++)
        expect(await attempt('xue.jinghua', 'wrong')).toEqual([401, expect.any(String)]);
      expect(await attempt('xue.jinghua', PASSWORD)).toBe('xue.jinghua');
    }
  });
});
