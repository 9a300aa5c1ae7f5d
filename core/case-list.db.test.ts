import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aTask } from '../tests/harness/factories.ts';
import {
  CASE_SORTS,
  listCases,
  listedCase,
  type CaseFilter,
  type CaseSort,
  type ListedCase,
} from './case-list.ts';
import { encodeCursor } from './cursor.ts';
import { asActor, asSystem, rows } from './db.ts';
import { actorOf } from './people.ts';
import type { Actor } from './actor.ts';

let database: TestDatabase;
let auditor: Actor;
let awb: Actor;
let street: Actor;

const DAY_MS = 24 * 3600_000;
const at = (day: number): Date => new Date(Date.UTC(2026, 2, 2) + day * DAY_MS);

interface Made {
  status: 'opening' | 'open' | 'sealed' | 'cancelled';
  opened: number;
  due: number[];
}
/** Equal days on purpose: the id must decide between them, page by page. */
const CASES: Made[] = [
  { status: 'open', opened: 1, due: [9, 5] },
  { status: 'open', opened: 1, due: [7] },
  { status: 'open', opened: 1, due: [] },
  { status: 'sealed', opened: 2, due: [] },
  { status: 'open', opened: 3, due: [5] },
  { status: 'cancelled', opened: 4, due: [3] },
  { status: 'opening', opened: 5, due: [] },
  { status: 'open', opened: 5, due: [5] },
  { status: 'sealed', opened: 6, due: [] },
];

beforeAll(async () => {
  database = await freshDatabase();
  await asSystem(database.db, async (trx) => {
    auditor = (await actorOf(trx, 'dong.jiancheng'))!;
    awb = (await actorOf(trx, 'gu.xinlan'))!;
    street = (await actorOf(trx, 'wu.beihai'))!;
    for (const [i, made] of CASES.entries()) {
      const { caseId } = await aCase(trx, { parties: i % 4 === 0 ? ['street:dinghai'] : [] });
      await trx.raw('update cases set status = ?, opened_at = ? where case_id = ?', [
        made.status,
        at(made.opened),
        caseId,
      ]);
      for (const due of made.due) {
        const taskId = await aTask(trx, { caseId, elementId: 'verify', formId: 'hazard.verify' });
        await trx.raw('update task set due_at = ? where task_id = ?', [at(due), taskId]);
      }
      // Work without a limit and work that is over must not give a date.
      await aTask(trx, { caseId, elementId: 'order', formId: 'hazard.order' });
      const done = await aTask(trx, { caseId, elementId: 'accept', formId: 'hazard.accept', state: 'done' });
      await trx.raw('update task set due_at = ? where task_id = ?', [at(1), done]);
    }
  });
});
afterAll(() => database.close());

const page = (actor: Actor, filter: CaseFilter) =>
  asActor(database.db, actor, (trx) => listCases(trx, actor, filter));

async function leafed(actor: Actor, filter: CaseFilter): Promise<ListedCase[]> {
  const all: ListedCase[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await page(actor, { ...filter, cursor });
    all.push(...items);
    if (next === null) return all;
    cursor = next;
  }
}

const LIVE = ['opening', 'open'];
const dueOf = (found: ListedCase): number | null =>
  LIVE.includes(found.status)
    ? (found.waiting ?? []).reduce<number | null>(
        (first, { dueAt }) => (dueAt === null ? first : Math.min(first ?? Infinity, Date.parse(dueAt))),
        null,
      )
    : null;
const openedOf = (found: ListedCase): number => found.opened_at.getTime();
const RANK = ['opening', 'open', 'sealed', 'cancelled'];

/** What a sort promises of two rows that follow each other; ids decide between equals and are left out. */
const FOLLOWS: Record<CaseSort, (a: ListedCase, b: ListedCase) => boolean> = {
  openedAt: (a, b) => openedOf(a) <= openedOf(b),
  '-openedAt': (a, b) => openedOf(a) >= openedOf(b),
  dueAt: (a, b) => dated(a, b, (x, y) => x <= y),
  '-dueAt': (a, b) => dated(a, b, (x, y) => x >= y),
  status: (a, b) => ranked(a, b, RANK.indexOf(b.status) - RANK.indexOf(a.status)),
  '-status': (a, b) => ranked(a, b, RANK.indexOf(a.status) - RANK.indexOf(b.status)),
};
function dated(a: ListedCase, b: ListedCase, inOrder: (x: number, y: number) => boolean): boolean {
  const [x, y] = [dueOf(a), dueOf(b)];
  if (x === null) return y === null && openedOf(a) >= openedOf(b);
  return y === null || inOrder(x, y);
}
const ranked = (a: ListedCase, b: ListedCase, step: number): boolean =>
  step > 0 || (step === 0 && openedOf(a) >= openedOf(b));

describe('the list of cases', () => {
  test.each(CASE_SORTS.flatMap((sort) => [1, 2, 4, 100].map((limit) => [sort, limit] as const)))(
    'by %s in pages of %i: all of them, each once, in order',
    async (sort, limit) => {
      const all = await leafed(auditor, { sort, limit });
      expect(new Set(all.map((one) => one.case_id)).size).toBe(CASES.length);
      expect(all).toHaveLength(CASES.length);
      for (const [i, one] of all.slice(1).entries())
        expect([i, FOLLOWS[sort](all[i]!, one)]).toEqual([i, true]);
    },
  );

  test('by date shows its first open limit, and what has none last', async () => {
    const all = await leafed(auditor, { sort: 'dueAt', limit: 2 });
    expect(all.map((one) => dueOf(one))).toEqual([
      at(5).getTime(),
      at(5).getTime(),
      at(5).getTime(),
      at(7).getTime(),
      ...Array.from({ length: 5 }, () => null),
    ]);
  });

  test('keeps its place while cases are added above and a filter holds', async () => {
    const first = await page(auditor, { sort: '-openedAt', limit: 3 });
    await asSystem(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await trx.raw('update cases set opened_at = ? where case_id = ?', [at(30), caseId]);
    });
    const second = await page(auditor, { sort: '-openedAt', limit: 100, cursor: first.next! });
    const seen = [...first.items, ...second.items].map((one) => one.case_id);
    expect([seen.length, new Set(seen).size]).toEqual([CASES.length, CASES.length]);
    await asSystem(database.db, (trx) =>
      rows(trx, `update cases set status = 'cancelled', process = 'other' where opened_at = ?`, [at(30)]),
    );
    const sealed = await leafed(auditor, { sort: 'dueAt', limit: 1, status: 'sealed' });
    expect(sealed.map((one) => one.status)).toEqual(['sealed', 'sealed']);
  });

  test('shows a unit its own cases only, in every order, with their number on the first page', async () => {
    const mine = CASES.filter((_, i) => i % 4 === 0).length;
    for (const sort of CASE_SORTS) {
      const first = await page(street, { sort, limit: 2, process: 'hazard-dispatch' });
      expect([sort, first.total]).toEqual([sort, { count: mine, capped: false }]);
      const all = await leafed(street, { sort, limit: 2, process: 'hazard-dispatch' });
      expect([sort, all.length]).toEqual([sort, mine]);
      const next = await page(street, { sort, limit: 2, cursor: first.next! });
      expect('total' in next).toBe(false);
    }
    expect((await page(awb, { process: 'hazard-dispatch' })).total).toEqual({
      count: CASES.length,
      capped: false,
    });
  });

  test('names whom a case is about: its unit, its firm, or what was reported', async () => {
    const object = '某无名作坊';
    const made: [Parameters<typeof aCase>[1], string | null][] = [
      [{ unitId: 'dinghai', firmUscc: '91310110DEM010378U' }, '定海路街道'],
      [{ firmUscc: '91310110DEM010378U', facts: { object } }, '上海沪舟精密铸件(虚构)有限公司'],
      [{ facts: { object } }, object],
      [{ facts: {} }, null],
    ];
    for (const [over, name] of made) {
      const found = await rolledBack(database.db, async (trx) => {
        const { caseId } = await aCase(trx, over);
        return listedCase(trx, caseId);
      });
      expect(found!.unit_name).toBe(name);
    }
  });

  test.each([
    ['of another order', () => page(auditor, { sort: 'dueAt', limit: 1 }).then(({ next }) => next!)],
    ['with no such part', () => Promise.resolve(encodeCursor(['openedAt', '7', '2026-03-02 00:00:00+00', randomUUID()]))],
    ['with no instant', () => Promise.resolve(encodeCursor(['openedAt', '0', 'now', randomUUID()]))],
    ['with no id', () => Promise.resolve(encodeCursor(['openedAt', '0', '2026-03-02 00:00:00+00', 'x']))],
    ['of nobody', () => Promise.resolve('eyJ')],
  ])('refuses a cursor %s', async (_, cursor) => {
    await expect(page(auditor, { sort: 'openedAt', cursor: await cursor() })).rejects.toMatchObject({ status: 400 });
  }); // prettier-ignore
});
