import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { aCase } from '../../tests/harness/factories.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import type { Actor } from '../actor.ts';
import { asActor, asSystem, type Trx } from '../db.ts';
import { AppError } from '../errors.ts';
import { actorOf } from '../people.ts';
import { now } from '../time.ts';
import { publishChecklist } from './checklist.ts';
import type { Register } from './describe.ts';
import { filterOptions, listRegister, type RegisterFilter } from './list.ts';
import { registerFor, registersFor } from './shipped.ts';
import { scoreTotals } from './totals.ts';

let database: TestDatabase;
let awb: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  awb = (await actorOf(database.db, 'gu.xinlan'))!;
});
afterAll(() => database.close());

async function leafed(trx: Trx, register: Register, filter: RegisterFilter): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await listRegister(trx, register, { ...filter, cursor, limit: 7 });
    ids.push(...items.map(({ rowId }) => rowId));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

test('every register can be leafed through by every column, no row left out or twice', () =>
  rolledBack(database.db, async (trx) => {
    for (const register of registersFor(awb))
      for (const { key } of register.columns)
        for (const sort of [key, `-${key}`]) {
          const whole = await listRegister(trx, register, { sort, limit: 100 });
          const leaf = await leafed(trx, register, { sort });
          expect([register.name, sort, new Set(leaf).size]).toEqual([register.name, sort, leaf.length]);
          expect(leaf.slice(0, 100)).toEqual(whole.items.map(({ rowId }) => rowId));
          expect(leaf).toHaveLength(whole.total!.count);
        }
  }));

test('a search finds by the names behind ids, a filter by value; both together', () =>
  rolledBack(database.db, async (trx) => {
    const measures = registerFor(awb, 'measures');
    const found = await listRegister(trx, measures, { q: '消防救援支队' });
    expect(found.items.length).toBeGreaterThan(2);
    expect(found.items.every(({ texts }) => texts.ownerUnitId!.includes('消防'))).toBe(true);
    const filtered = await listRegister(trx, measures, { q: '消防救援支队', where: { topic: '动火作业' } });
    expect(filtered.items.map(({ texts }) => texts.topic)).toEqual(['动火作业']);
    expect((await listRegister(trx, measures, { q: '100%_' })).items).toEqual([]);
    expect((await filterOptions(trx, measures)).topic!.map(({ value }) => value)).toContain('动火作业');
  }));

test('a cursor of another order and an unknown order are refused', () =>
  rolledBack(database.db, async (trx) => {
    const measures = registerFor(awb, 'measures');
    const { next } = await listRegister(trx, measures, { sort: 'dueOn', limit: 2 });
    for (const filter of [{ sort: 'no', cursor: next! }, { sort: 'owner_unit_id; drop table unit' }])
      await expect(listRegister(trx, measures, filter)).rejects.toBeInstanceOf(AppError);
  }));

test('the seeded checklist asks at least twenty rows of each kind; a new version follows the registers', () =>
  rolledBack(database.db, async (trx) => {
    const checklist = registerFor(awb, 'checklist');
    for (const appliesTo of ['street', 'department', 'soe']) {
      const { items } = await listRegister(trx, checklist, { where: { appliesTo }, limit: 100 });
      expect([appliesTo, items.length >= 20]).toEqual([appliesTo, true]);
      expect(items.map(({ values }) => values.no)).toEqual(items.map((_, index) => index + 1));
    }
    await expect(trx.transaction((inner) => publishChecklist(inner as Trx, awb, ''))).rejects.toThrow(
      /没有变化/,
    );
    await trx.raw(`update measure_register set retired_at = now() where no = 3`);
    const made = await publishChecklist(trx, awb, '删去一项');
    expect(made).toMatchObject({ version: 2, publishedByName: '顾欣岚', note: '删去一项' });
    const clauses = async (version?: string) =>
      (await listRegister(trx, checklist, { where: { version }, q: '带队开展安全生产督查检查' })).items
        .length;
    expect([await clauses('1'), await clauses()]).toEqual([1, 0]);
  }));

test('who reads which register', async () => {
  const names = async (account: string) =>
    registersFor((await actorOf(database.db, account))!).map(({ name }) => name);
  const all = ['measures', 'duties', 'checklist', 'experts', 'scores', 'units'];
  for (const account of ['gu.xinlan', 'he.zhengyan', 'dong.jiancheng', 'yan.beichuan'])
    expect([account, await names(account)]).toEqual([account, all]);
  expect(await names('wu.beihai')).toEqual(['scores']);
  expect(await names('zhang.shouyi')).toEqual(['units']);
  for (const account of ['firm.chen.liang', 'kong.liangping', 'luo.gongqiao', 'zhu.yuanzhi'])
    expect([account, await names(account)]).toEqual([account, []]);
});

test('a unit sees its own score, and that of a unit merged into it; 安委办, leaders and auditors see all', async () => {
  await asSystem(database.db, async (trx) => {
    const { caseId } = await aCase(trx, { businessKey: randomUUID() });
    for (const [unit, deduct, total] of [
      ['dinghai', 3.5, 91.5],
      ['dinghai', 5, 91.5],
      ['pingliang', 0, 100],
    ] as const)
      await trx('appraisal_score').insert({
        score_id: randomUUID(),
        case_id: caseId,
        unit_id: unit,
        clause: deduct ? `第${deduct}条` : '',
        deduct,
        basis: '现场检查记录',
        total,
        posted_at: now(),
      });
  });
  const seen = async (account: string) => {
    const actor = (await actorOf(database.db, account))!;
    return asActor(database.db, actor, async (trx) => ({
      rows: (await listRegister(trx, registerFor(actor, 'scores'), {})).items.length,
      totals: (await scoreTotals(trx)).map(({ unitId, latest, deducted }) => [unitId, latest, deducted]),
    }));
  };
  const everything = {
    rows: 3,
    totals: [
      ['dinghai', 91.5, 8.5],
      ['pingliang', 100, 0],
    ],
  };
  for (const account of ['gu.xinlan', 'he.zhengyan', 'dong.jiancheng'])
    expect(await seen(account)).toEqual(everything);
  expect(await seen('wu.beihai')).toEqual({ rows: 2, totals: [['dinghai', 91.5, 8.5]] });
  expect((await seen('ni.haoran')).rows).toBe(0);
  await asSystem(database.db, (trx) =>
    trx.raw(`update unit set successor_id = 'jiangpu' where unit_id = 'pingliang'`),
  );
  expect((await seen('ni.haoran')).totals).toEqual([['pingliang', 100, 0]]);
});
