import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addParties } from '../core/cases.ts';
import { asSystem, openDatabase, rows } from '../core/db.ts';
import { setFilesRoot } from '../core/files.ts';
import { leaksOf } from '../core/verdict/vault-scan.ts';
import { openTestApp, type RunningApp } from '../tests/harness/app.ts';
import { freshPhoto } from '../tests/harness/browser.ts';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aDocument, anItem, aSubmission, aTask, deployed } from '../tests/harness/factories.ts';

// The whole server on a real database, asked as people of each kind (security findings X1, X4, X5, X6, S4, S5).
const FIRM = 'firm:91310110DEM010378U';
const VOLUNTEER = { account: 'zhu.yuanzhi', name: '祝愿之' };
const WORDS = '绿豆汤味的机油淌到楼道里，已经一个星期没有人管';
const TICKET = 'T20261128ABCD';
let database: TestDatabase;
let app: RunningApp;
beforeAll(async () => {
  database = await freshDatabase();
  setFilesRoot(mkdtempSync(path.join(os.tmpdir(), 'outsiders-')));
  app = await openTestApp(database, 'test');
  await asSystem(database.db, (trx) => deployed(trx, 'hazard-dispatch'));
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const cookies = new Map<string, string>();
async function cookieOf(account: string): Promise<string> {
  if (!cookies.has(account)) {
    const answer = await fetch(`${app.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, password: app.password }),
    });
    cookies.set(account, answer.headers.getSetCookie()[0]!.split(';')[0]!);
  }
  return cookies.get(account)!;
}
async function ask(account: string, method: string, at: string, body?: object): Promise<Response> {
  return fetch(`${app.url}/api${at}`, {
    method,
    headers: {
      cookie: await cookieOf(account),
      'idempotency-key': randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const get = (account: string, at: string) => ask(account, 'GET', at);
const told = async (account: string, at: string) => (await get(account, at)).json() as Promise<any>;
async function upload(account: string): Promise<string> {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(await freshPhoto())], { type: 'image/jpeg' }), '现场.jpg');
  const headers = { cookie: await cookieOf(account) };
  const answer = await fetch(`${app.url}/api/files`, { method: 'POST', headers, body });
  return ((await answer.json()) as { sha256: string }).sha256;
}

async function report(account: string, more: object = {}): Promise<string> {
  const data = {
    source: '来信',
    anonymous: 'yes',
    object: { uscc: '91310110DEM010378U', name: '上海沪舟精密铸件(虚构)有限公司' },
    place: { address: `上海市杨浦区黎平路${randomUUID()}号` },
    category: '有限空间作业',
    description: WORDS,
    urgency: 'normal',
    deathInvolved: 'no',
    ...more,
  };
  const answer = await ask(account, 'POST', '/cases/hazard-dispatch', { data });
  expect([answer.status, await answer.clone().text()]).toEqual([201, expect.any(String)]);
  return ((await answer.json()) as { caseId: string }).caseId;
}
/** The order reaches the firm: it is party by its own task. */
const ordered = (caseId: string) =>
  asSystem(database.db, async (trx) => {
    await addParties(trx, caseId, [FIRM], '承办');
    const itemId = await anItem(trx, caseId, { responsible_group: FIRM });
    const [definition] = await rows<{ key: string }>(
      trx,
      'select definition_key as key from definition_version',
    );
    const definitionKey = definition!.key;
    const task = { caseId, elementId: 'rectify', formId: 'rectify.submit', groups: [FIRM], itemId };
    return aTask(trx, { ...task, definitionKey });
  });

describe('a volunteer who reports (X1, X4)', () => {
  let caseId: string;
  beforeAll(async () => {
    caseId = await report(VOLUNTEER.account, { source: '志愿者' });
  });

  test('stands in no row of the case; the vault has who it was, and her name in a text is a leak', async () => {
    await asSystem(database.db, async (trx) => {
      const all = await rows(
        trx,
        `select to_jsonb(c) - 'case_id' as row from cases c where case_id = :caseId
         union all select to_jsonb(s) from submission s where case_id = :caseId
         union all select to_jsonb(a) from audit_event a where case_id = :caseId
         union all select to_jsonb(o) - 'payload' from outbox o where case_id = :caseId`,
        { caseId },
      );
      expect(all.length).toBeGreaterThan(3);
      expect(JSON.stringify(all)).not.toMatch(/zhu\.yuanzhi|祝愿之/);
      expect(await leaksOf(trx, caseId)).toEqual([]);
    });
    const keeper = await ask('tao.anran', 'POST', `/cases/${caseId}/reporter`, {
      reason: '核实奖励对象身份',
    });
    expect(await keeper.json()).toMatchObject({ openerName: VOLUNTEER.name });
    await asSystem(database.db, async (trx) => {
      await aSubmission(trx, {
        caseId,
        elementId: 'verify',
        formId: 'hazard.verify',
        data: { facts: '志愿者祝愿之反映属实' },
      });
      expect(await leaksOf(trx, caseId)).toHaveLength(1);
      await trx.raw(`delete from submission where case_id = ? and element_id = 'verify'`, [caseId]);
    });
  });

  test('reads the head and her own report, and no part of the file, whatever is its state', async () => {
    await ordered(caseId);
    const head = await told(VOLUNTEER.account, `/cases/${caseId}`);
    expect(head).toMatchObject({ scope: 'task', tasks: [], documents: [], items: [], team: [] });
    expect(JSON.stringify(head.report)).toContain(WORDS);
    for (const part of ['timeline', 'path', 'verdict', 'clocks', 'evidence', 'web', 'export', 'supplements'])
      expect([part, (await get(VOLUNTEER.account, `/cases/${caseId}/${part}`)).status]).toEqual([part, 403]);
    const foreign = await asSystem(database.db, async (trx) => ({
      task: (
        await rows<{ id: string }>(trx, 'select task_id as id from task where case_id = ?', [caseId])
      )[0]!.id,
      paper: await aDocument(trx, caseId, { template: 'verify-report', title: '核查报告', way: 'form' }),
    }));
    expect((await get(VOLUNTEER.account, `/tasks/${foreign.task}`)).status).toBe(404);
    expect((await get(VOLUNTEER.account, `/documents/${foreign.paper}/pdf`)).status).toBe(404);
  });
});

test('staff see a case by the desk they opened it from, not as persons: who leaves the desk loses it (X4)', async () => {
  const caseId = await report('mei.siqi');
  const parties = await asSystem(database.db, (trx) =>
    rows<{ grp: string }>(trx, 'select grp from case_party where case_id = ? order by grp', [caseId]),
  );
  expect(parties.map(({ grp }) => grp)).toContain('duty');
  expect(parties.filter(({ grp }) => grp.startsWith('person:'))).toEqual([]);
  expect((await get('fang.dongliang', `/cases/${caseId}/timeline`)).status).toBe(200);
});

describe('the accused firm (X1)', () => {
  test.each([
    ['reported by a volunteer', VOLUNTEER.account, { source: '志愿者' }],
    ['reported through 12345', 'mei.siqi', { source: '12345', ticketNo: TICKET, ticketKind: '求助投诉' }],
  ])('is told nothing of who and what, wherever it looks: %s', async (_, account, more) => {
    const caseId = await report(account, more);
    expect((await get('firm.chen.liang', `/cases/${caseId}`)).status).toBe(404);
    const taskId = await ordered(caseId);
    const answers = new Map<string, string>();
    for (const at of [
      `/cases/${caseId}`,
      `/tasks/${taskId}`,
      '/cases',
      '/tasks',
      `/tasks/${taskId}/next`,
      ...[TICKET, WORDS.slice(0, 6), VOLUNTEER.name, '12345', '志愿者'].map(
        (q) => `/cases?q=${encodeURIComponent(q)}`,
      ),
    ])
      answers.set(at, await (await get('firm.chen.liang', at)).text());
    expect(answers.get(`/cases/${caseId}`)).toContain('"scope":"task"');
    expect(answers.get(`/tasks/${taskId}`)).toContain(caseId);
    expect(answers.get('/cases')).toContain(caseId);
    for (const [at, text] of answers) {
      const { form: _form, ...shown } = JSON.parse(text) ?? {};
      for (const secret of ['祝愿之', 'zhu.yuanzhi', '梅思齐', '绿豆汤', TICKET, '"12345"', '"志愿者"'])
        expect([at, secret, JSON.stringify(shown).includes(secret)]).toEqual([at, secret, false]);
      if (at.includes('?q=')) expect([at, (JSON.parse(text) as { items: object[] }).items]).toEqual([at, []]);
    }
  });
});

describe('the keepers of reporters (X5)', () => {
  test('open any reporter with a reason and a trace, and nothing else of the case; others open none', async () => {
    const caseId = await report('mei.siqi', {
      anonymous: 'no',
      reporter: '欧阳晓明',
      reporterPhone: '13987654321',
    });
    const open = (account: string, reason = '核实举报人身份') =>
      ask(account, 'POST', `/cases/${caseId}/reporter`, { reason });
    for (const keeper of ['tao.anran', 'ge.siyuan']) {
      const answer = await open(keeper);
      expect([keeper, answer.status, await answer.json()]).toEqual([
        keeper,
        200,
        expect.objectContaining({ reporter: '欧阳晓明', reporterPhone: '13987654321' }),
      ]);
      expect((await get(keeper, `/cases/${caseId}`)).status).toBe(404);
      expect((await told(keeper, '/cases')).items).toEqual([]);
      const listed = await told(keeper, '/reporters');
      expect(listed.items.map((row: { caseId: string }) => row.caseId)).toContain(caseId);
      expect(Object.keys(listed.items[0]).sort()).toEqual(['at', 'caseId', 'caseNo', 'readings']);
    }
    expect((await open('tao.anran', '看')).status).toBe(400);
    for (const account of ['he.zhengyan', 'dong.jiancheng', 'mei.siqi', 'firm.chen.liang'])
      expect([account, [403, 404].includes((await open(account)).status)]).toEqual([account, true]);
    await asSystem(database.db, async (trx) => {
      const read = await rows(trx, 'select by, reason from vault_read where case_id = ? order by by', [
        caseId,
      ]);
      expect(read).toEqual(['ge.siyuan', 'tao.anran'].map((by) => ({ by, reason: '核实举报人身份' })));
    });
  });
});

describe('a file (X6)', () => {
  const status = async (account: string, sha: string) => (await get(account, `/files/${sha}`)).status;

  test('is opened by no hash in a text: report, signature or receipt', async () => {
    const sha = await upload('mei.siqi');
    expect(await status(VOLUNTEER.account, sha)).toBe(404);
    await report(VOLUNTEER.account, { source: '志愿者', description: `${WORDS}，见 ${sha}` });
    await asSystem(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { parties: [`person:${VOLUNTEER.account}`, FIRM] });
      await aSubmission(trx, {
        caseId,
        elementId: 'start',
        formId: 'hazard.intake',
        data: { description: sha, receipt: [{ sha256: sha, name: 'x.jpg' }], signature: { sha256: sha } },
        by: VOLUNTEER.account,
      });
    });
    expect(await status(VOLUNTEER.account, sha)).toBe(404);
    expect(await status('firm.chen.liang', sha)).toBe(404);
    expect(await status('mei.siqi', sha)).toBe(200);
  });

  test('of a step of others is not there for a party that sees its own tasks only', async () => {
    const [own, foreign] = [await upload('mei.siqi'), await upload('mei.siqi')];
    await asSystem(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { parties: ['duty'] });
      await addParties(trx, caseId, [FIRM], '承办');
      const mine = await anItem(trx, caseId, { responsible_group: FIRM });
      const theirs = await anItem(trx, caseId, { no: 2, responsible_group: 'street:dinghai' });
      const task = { caseId, elementId: 'rectify', formId: 'rectify.submit' };
      await aTask(trx, { ...task, groups: [FIRM], itemId: mine });
      await aTask(trx, { ...task, groups: ['street:dinghai'], itemId: theirs });
      for (const [sha, item] of [
        [own, mine],
        [foreign, theirs],
      ])
        await trx('evidence').insert({
          ...{ evidence_id: randomUUID(), case_id: caseId, item_id: item, element_id: 'verify' },
          ...{ field: 'p', phase: 'before', sha256: sha, name: '前.jpg', by: 'mei.siqi', at: new Date() },
        });
    });
    expect([await status('firm.chen.liang', own), await status('firm.chen.liang', foreign)]).toEqual([
      200, 404,
    ]);
    expect(await status('fang.dongliang', foreign)).toBe(200);
  });

  test('of others is refused without a look through what was handed in, so that the time tells nothing', async () => {
    const foreign = await upload('mei.siqi');
    await asSystem(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { parties: [`person:${VOLUNTEER.account}`] });
      await trx.raw(
        `insert into submission (submission_id, case_id, element_id, form_id, data, answer, by, at)
         select gen_random_uuid(), ?, 'x' || n, 'hazard.verify', jsonb_build_object('facts', md5(n::text)), '{}', ?, now()
         from generate_series(1, 5000) n`,
        [caseId, VOLUNTEER.account],
      );
    });
    const owner = openDatabase(database.ownerUrl, 1);
    // Sessions hand in what they counted a second later.
    const rowsRead = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const [row] = await rows<{ n: string }>(
        owner,
        `select seq_tup_read + coalesce(idx_tup_fetch, 0) as n from pg_stat_user_tables where relname = 'submission'`,
      );
      return Number(row!.n);
    };
    const before = await rowsRead();
    for (const sha of [foreign, 'f'.repeat(64)]) expect(await status(VOLUNTEER.account, sha)).toBe(404);
    expect((await rowsRead()) - before).toBeLessThan(1_000);
    await owner.destroy();
  });
});
