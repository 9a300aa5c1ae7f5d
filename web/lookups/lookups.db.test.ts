import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApi, type Api } from '../../bin/demo/client.ts';
import { asSystem } from '../../core/db.ts';
import { openTestApp, type RunningApp } from '../../tests/harness/app.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aTask } from '../../tests/harness/factories.ts';

// Who has no role at all; nobody like this is among the people of the demonstration.
const NOBODY = 'wu.zhizhong';
const TEAM_MEMBER = 'zu.yuan';
const FIRM = '91310110DEM010378U';
const [SOMEBODY, A_FIRM] = ['mei.siqi', '沪舟精密铸件'];

let database: TestDatabase;
let app: RunningApp;
let api: Api;

beforeAll(async () => {
  database = await freshDatabase();
  await asSystem(database.db, async (trx) => {
    for (const account of [NOBODY, TEAM_MEMBER])
      await trx('person').insert({ account, name_zh: '吴职中', unit_id: 'yjj-zx-xx', post_zh: '工作人员' });
    const { caseId } = await aCase(trx);
    const groups = [`person:${TEAM_MEMBER}`];
    const taskId = await aTask(trx, { caseId, elementId: 'inspect', formId: 'patrol.finding', groups });
    await trx('task_candidate').insert({ grp: groups[0], due_at: 'infinity', task_id: taskId });
  });
  app = await openTestApp(database, 'test');
  api = openApi(app.url, app.password);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

type Row = Record<string, unknown>;
const asked = async (account: string, path: string): Promise<Row[]> =>
  (await api.as(account)).get<Row[]>(`/lookups/${path}`);
/** Every answer to a search that each account must have or must not have. */
const found = async (account: string) => ({
  units: (await asked(account, 'units')).map(({ unitId }) => unitId),
  people: (await asked(account, 'people')).map((row) => row.account),
  somebody: (await asked(account, `people?q=${SOMEBODY}`)).length,
  firms: await asked(account, 'firms'),
  named: await asked(account, `firms?q=${encodeURIComponent(A_FIRM)}`),
});

describe('pickers offer what a person’s forms need', () => {
  test.each([
    ['安委办', 'gu.xinlan'],
    ['值班室', 'mei.siqi'],
    ['a street clerk', 'wu.beihai'],
    ['a leader', 'xue.jinghua'],
    ['an auditor, who reads what forms name', 'fang.dongliang'],
    ['an expert', 'luo.gongqiao'],
    ['a member of a team who has a task', TEAM_MEMBER],
  ])('%s: the whole register', async (_, account) => {
    const { units, people, somebody, firms, named } = await found(account);

    expect(units.length).toBeGreaterThan(30);
    expect([people.length, somebody]).toEqual([50, 1]);
    expect(firms.length).toBeGreaterThan(10);
    expect(named).toMatchObject([{ uscc: FIRM }]);
  });

  test('a firm: its own people and itself, no unit, no other firm', async () => {
    expect(await found('firm.chen.liang')).toEqual({
      units: [],
      people: [expect.stringMatching(/^firm\./), expect.stringMatching(/^firm\./)],
      somebody: 0,
      firms: [expect.objectContaining({ uscc: FIRM })],
      named: [expect.objectContaining({ uscc: FIRM })],
    });
    expect(await asked('firm.leng.ku', `firms?q=${encodeURIComponent(A_FIRM)}`)).toEqual([]);
    expect(await asked('firm.leng.ku', 'people?q=firm.chen.liang')).toEqual([]);
  });

  test.each([
    ['a volunteer', 'zhu.yuanzhi', 'yanji'],
    ['a visitor', 'pei.xunfang', 'yjj-zx-yj'],
  ])('%s: himself, his unit, and the rest of a firm’s name without its code', async (_, account, unit) => {
    expect(await found(account)).toEqual({
      units: [unit],
      people: [account],
      somebody: 0,
      firms: [],
      named: [{ name: expect.stringContaining(A_FIRM) }],
    });
    expect(await asked(account, 'firms?q=上')).toEqual([]);
  });

  test.each([
    ['系统管理员, who mends what stands still', 'kong.liangping', true],
    ['安全管理员, who hands a unit’s work over', 'zhang.shouyi', true],
    ['审计员(三员)', 'jian.ruoshui', false],
    ['流程管理员', 'hua.yunqi', false],
    ['举报信息保密员', 'tao.anran', false],
    ['somebody without role and task', NOBODY, false],
  ])('%s: no list of people or firms', async (_, account, allUnits) => {
    const { units, ...rest } = await found(account);

    expect(units.length > 1).toBe(allUnits);
    expect(rest).toEqual({ people: [account], somebody: 0, firms: [], named: [] });
  });

  test('nobody, before log-in: nothing at all', async () => {
    for (const path of ['units', 'people', 'firms', 'categories', 'articles', 'processes'])
      expect([path, (await api.anonymous.raw('GET', `/lookups/${path}`)).status]).toEqual([path, 401]);
  });

  test('an answer holds the named members only: no password, telephone or group', async () => {
    const members = (rows: Row[]) => [...new Set(rows.flatMap(Object.keys))].sort();
    expect(members(await asked('gu.xinlan', 'people'))).toEqual(['account', 'name', 'post', 'unitName']);
    expect(members(await asked('gu.xinlan', 'firms'))).toEqual(['industry', 'name', 'streetUnitId', 'uscc']);
    expect(members(await asked('gu.xinlan', 'units'))).toEqual([
      'dissolved',
      'kind',
      'name',
      'parentId',
      'unitId',
    ]);
  });
});
