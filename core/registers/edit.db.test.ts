import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import type { Actor } from '../actor.ts';
import { rows } from '../db.ts';
import { AppError } from '../errors.ts';
import { actorOf } from '../people.ts';
import { historyOf, saveRow, setRetired } from './edit.ts';
import { listRegister } from './list.ts';
import { registerFor } from './shipped.ts';

let database: TestDatabase;
let awb: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  awb = (await actorOf(database.db, 'gu.xinlan'))!;
});
afterAll(() => database.close());

const measures = () => registerFor(awb, 'measures');
const experts = () => registerFor(awb, 'experts');
const FRESH = {
  no: 80,
  measure: '对高层建筑外墙开展隐患排查',
  topic: '消防安全',
  ownerUnitId: 'xiaofang',
  state: '未启动',
  checkedIn: ['street'],
};

const refused = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
};

test('a row is entered and changed; the history tells old and new as people read them', () =>
  rolledBack(database.db, async (trx) => {
    const made = await saveRow(trx, awb, measures(), { rowId: null, values: FRESH });
    expect(made.texts).toMatchObject({ ownerUnitId: '杨浦区消防救援支队', checkedIn: '街道', dueOn: '' });
    const changed = await saveRow(trx, awb, measures(), {
      rowId: made.rowId,
      version: made.version,
      values: { ...FRESH, ownerUnitId: 'jgw', dueOn: '2026-12-31' },
    });
    expect(changed.version).toBe(2);
    expect(await historyOf(trx, measures(), made.rowId)).toMatchObject([
      {
        act: 'changed',
        byName: '顾欣岚',
        changes: [
          { label: '责任单位', before: '杨浦区消防救援支队', after: '区建设和管理委员会' },
          { label: '期限', before: '', after: '2026-12-31' },
        ],
      },
      { act: 'created' },
    ]);
    // saving what is the same leaves no trace
    await saveRow(trx, awb, measures(), { rowId: made.rowId, version: 2, values: changed.values });
    expect(await historyOf(trx, measures(), made.rowId)).toHaveLength(2);
  }));

test('what was changed since it was opened is not overwritten', () =>
  rolledBack(database.db, async (trx) => {
    const made = await saveRow(trx, awb, measures(), { rowId: null, values: FRESH });
    await saveRow(trx, awb, measures(), {
      rowId: made.rowId,
      version: 1,
      values: { ...FRESH, topic: '建筑施工' },
    });
    const error = await refused(
      saveRow(trx, awb, measures(), { rowId: made.rowId, version: 1, values: { ...FRESH, state: '已完成' } }),
    );
    expect(error.status).toBe(409);
    expect(error.title).toContain('顾欣岚');
    expect(error.extra.current).toMatchObject({ version: 2, values: { topic: '建筑施工', state: '未启动' } });
  }));

test('every wrong field is named with what to do', () =>
  rolledBack(database.db, async (trx) => {
    const wrong = (register: ReturnType<typeof measures>, values: Record<string, unknown>) =>
      refused(saveRow(trx, awb, register, { rowId: null, values })).then((error) =>
        Object.fromEntries((error.errors ?? []).map(({ path, message }) => [path, message])),
      );
    expect(await wrong(measures(), {})).toEqual({
      no: '请填写序号',
      measure: '请填写措施',
      topic: '请填写分类',
      ownerUnitId: '请填写责任单位',
      state: '请填写状态',
    });
    await trx.raw(`update unit set successor_id = 'jgw' where unit_id = 'fgj'`);
    expect(
      await wrong(measures(), {
        ...FRESH,
        no: 1,
        dueOn: '2026-02-30',
        state: '差不多',
        ownerUnitId: 'fgj',
        checkedIn: ['village'],
        colour: 'red',
      }),
    ).toMatchObject({
      no: '序号已有一行，不能重复',
      dueOn: '期限应为日期，例如 2026-06-30',
      state: '状态应为：未启动、进行中、已完成',
      ownerUnitId: '“区住房保障和房屋管理局”已并入“区建设和管理委员会”，请改选继受单位',
      checkedIn: '没有“village”，巡查对象可选：街道、部门、国企',
      colour: '台账中没有这一列',
    });
    expect(
      await wrong(experts(), {
        account: 'gu.xinlan',
        fields: [],
        validFrom: '2026-01-01',
        validTo: '2025-01-01',
        phone: '12',
        recusedUnits: ['nowhere'],
      }),
    ).toEqual({
      account: '顾欣岚没有相应身份，请先由安全管理员授权',
      fields: '请选择专业领域',
      validTo: '有效期至不能早于有效期自',
      phone: '电话格式不正确，例如 021-55550101、021-55550101-801',
      recusedUnits: '没有找到“nowhere”，请从列表中选择',
    });
  }));

test('a row is retired and restored, never deleted; retired rows are shown when asked for', () =>
  rolledBack(database.db, async (trx) => {
    const first = (await listRegister(trx, measures(), {})).items[0]!;
    const gone = await setRetired(trx, awb, measures(), first.rowId, first.version, true);
    const ids = async (retired: boolean) =>
      (await listRegister(trx, measures(), { retired })).items.map(({ rowId }) => rowId);
    expect(await ids(false)).not.toContain(first.rowId);
    expect(await ids(true)).toContain(first.rowId);
    expect(
      (await refused(saveRow(trx, awb, measures(), { rowId: first.rowId, values: first.values }))).status,
    ).toBe(409);
    await setRetired(trx, awb, measures(), first.rowId, gone.version, false);
    expect((await historyOf(trx, measures(), first.rowId)).map(({ act }) => act)).toEqual([
      'restored',
      'retired',
    ]);
  }));

test('only 安委办 edits, and nobody rewrites the history', () =>
  rolledBack(database.db, async (trx) => {
    const officer = (await actorOf(trx, 'yan.beichuan'))!;
    expect(
      (await refused(saveRow(trx, officer, measures(), { rowId: null, values: FRESH }))).extra.rule,
    ).toBe('register.edit');
    const scores = registerFor(awb, 'scores');
    expect((await refused(saveRow(trx, awb, scores, { rowId: null, values: {} }))).status).toBe(403);
    await saveRow(trx, awb, measures(), { rowId: null, values: FRESH });
    await expect(trx.transaction((inner) => inner.raw('delete from register_change'))).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      trx.transaction((inner) => inner.raw(`update register_change set by = 'x'`)),
    ).rejects.toThrow(/permission denied/);
    expect(await rows(trx, 'select by from register_change')).toEqual([{ by: 'gu.xinlan' }]);
  }));
