import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApi, type Api } from '../../bin/demo/client.ts';
import { addParties } from '../../core/cases.ts';
import { asSystem } from '../../core/db.ts';
import { now } from '../../core/time.ts';
import { openTestApp, type RunningApp } from '../../tests/harness/app.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, anItem, aTask, deployed } from '../../tests/harness/factories.ts';

const FIRM = 'firm:91310110DEM010378U';
const NOTHING = { taskId: null, steps: [], over: false };
const [BY_FIRM, BY_STREET] = ['firm.chen.liang', 'wu.beihai'];

let database: TestDatabase;
let app: RunningApp;
let api: Api;
let caseId = '';
let itemId = '';
let ofFirm = '';
let ofStreet = '';

/** A case in which a firm and the street office each did a step; the dispatcher's and the leader's come next. */
beforeAll(async () => {
  database = await freshDatabase();
  app = await openTestApp(database, 'test');
  api = openApi(app.url, app.password);
  await asSystem(database.db, async (trx) => {
    const definitionKey = await deployed(trx, 'hazard-dispatch');
    ({ caseId } = await aCase(trx, { parties: ['awb'], reported: true, businessKey: randomUUID() }));
    await addParties(trx, caseId, ['street:dinghai', FIRM], '承办');
    itemId = await anItem(trx, caseId, { responsible_group: FIRM });
    const done = { caseId, state: 'done', definitionKey } as const;
    // Only the latest steps are told, so each comes a second after the one before.
    let second = 0;
    const open = () => ({ caseId, definitionKey, at: new Date(now().getTime() + 1_000 * (second += 1)) });
    ofFirm = await aTask(trx, {
      ...done,
      elementId: 'rectify',
      formId: 'rectify.submit',
      groups: [FIRM],
      itemId,
      by: BY_FIRM,
    });
    ofStreet = await aTask(trx, { ...done, elementId: 'verify', formId: 'hazard.verify', groups: ['street:dinghai'], by: BY_STREET }); // prettier-ignore
    await aTask(trx, {
      ...open(),
      elementId: '复查',
      formId: 'rectify.recheck',
      groups: ['street:dinghai'],
      itemId,
    });
    await aTask(trx, { ...open(), elementId: '核实', formId: 'review', groups: ['person:mei.siqi'], itemId }); // prettier-ignore
    await aTask(trx, {
      ...open(),
      elementId: '回访举报人',
      formId: 'hazard.callback',
      groups: ['callback'],
      itemId,
    });
    await aTask(trx, {
      ...open(),
      elementId: '局领导审定',
      formId: 'hazard.order',
      groups: ['lead'],
    });
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const next = async (account: string, taskId: string) =>
  (await api.as(account)).raw('GET', `/tasks/${taskId}/next`);
const told = async (account: string, taskId: string) =>
  (await next(account, taskId)).json() as Promise<object>;

test('staff who sent a step are told which steps came, with whom and of whom', async () => {
  const { steps } = (await told(BY_STREET, ofStreet)) as { steps: { name: string; groups: string[] }[] };
  expect(steps.map(({ name }) => name).sort()).toEqual(['回访举报人', '局领导审定', '核实']);
});

test('a firm is told the office that goes on with its matter: no step, no person, no limit, nothing of other matters', async () => {
  const text = await (await next(BY_FIRM, ofFirm)).text();
  const { steps, ...rest } = JSON.parse(text) as { steps: { groups: string[] }[] };

  expect(rest).toEqual({ taskId: null, over: false });
  for (const step of steps) expect(step).toMatchObject({ name: null, people: [], count: 0, within: null });
  expect(steps.flatMap(({ groups }) => groups).sort()).toEqual(['承办人员', '定海路街道'].sort());
  expect(text).not.toMatch(/复查|核实|回访|审定|局领导|mei\.siqi|梅|person:/);
});

test('who did not send it is told what is told of a task that never was', async () => {
  const unknown = randomUUID();
  for (const account of [
    'firm.leng.ku',
    'zhu.yuanzhi',
    'zhuang.xinyue',
    'tao.anran',
    'kong.liangping',
    BY_FIRM,
  ])
    for (const taskId of [ofStreet, unknown])
      expect([account, taskId, await told(account, taskId)]).toEqual([account, taskId, NOTHING]);
  // also to an auditor, who reads the whole case elsewhere, and to a colleague of the firm
  expect(await told('dong.jiancheng', ofFirm)).toEqual(NOTHING);
});

test('nobody is asked to log in, and what is no task is not found', async () => {
  expect((await api.anonymous.raw('GET', `/tasks/${ofFirm}/next`)).status).toBe(401);
  expect((await next(BY_FIRM, 'x')).status).toBe(404);
});
