import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { scan } from '../bin/demo/pictures.ts';
import { openApi, type Api } from '../bin/demo/client.ts';
import { noteLook } from '../core/access-log.ts';
import { asActor, asSystem, rows } from '../core/db.ts';
import { setFilesRoot } from '../core/files.ts';
import { actorOf } from '../core/people.ts';
import { setClockOffset } from '../core/time.ts';
import { sealReporter } from '../core/vault.ts';
import { openTestApp, type RunningApp } from '../tests/harness/app.ts';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aDocument, aSubmission, aTask, deployed } from '../tests/harness/factories.ts';

const AUDITOR = 'dong.jiancheng';
const KEEPER = 'tao.anran';
const CALLER = 'yu.tianci';
const FIRM = 'firm.chen.liang';
const REPORTER = { reporter: '虞举某', reporterPhone: '13912345670' };

let database: TestDatabase;
let app: RunningApp;
let api: Api;
let seen: { caseId: string; caseNo: string };
let [docId, doneTask, callTask, sha256] = ['', '', '', ''];

beforeAll(async () => {
  database = await freshDatabase();
  setFilesRoot(mkdtempSync(path.join(os.tmpdir(), 'looks-')));
  app = await openTestApp(database, 'test');
  api = openApi(app.url, app.password);
  await asSystem(database.db, async (trx) => {
    const definitionKey = await deployed(trx, 'hazard-dispatch');
    seen = await aCase(trx, { parties: ['awb', 'callback'], businessKey: randomUUID() });
    await sealReporter(trx, seen.caseId, REPORTER);
    const { caseId } = seen;
    docId = await aDocument(trx, caseId);
    doneTask = await aSubmission(trx, {
      caseId,
      elementId: 'accept',
      formId: 'hazard.accept',
      data: {},
      definitionKey,
    });
    callTask = await aTask(trx, { caseId, elementId: 'callback', formId: 'hazard.callback', groups: ['callback'], definitionKey }); // prettier-ignore
    await trx.raw('update task set assignee = ? where task_id = ?', [CALLER, callTask]);
  });
  ({ sha256 } = await (await api.as('gu.xinlan')).upload(await scan(), '虞举某身份证.png'));
});
afterAll(async () => {
  await app.close();
  await database.close();
});

interface Row {
  actor: string;
  act: string;
  body: Record<string, unknown>;
  at: Date;
}
let since = '0';
const last = async (): Promise<string> =>
  (await rows<{ id: string }>(database.db, 'select coalesce(max(event_id), 0) as id from security_event'))[0]!
    .id;
/** Rows that were written since the test began, without log-ins. */
const entered = (): Promise<Row[]> =>
  rows<Row>(
    database.db,
    `select actor, act, body, at from security_event where event_id > ? and act <> 'login' order by event_id`,
    [since],
  );
beforeEach(async () => {
  since = await last();
});
const ask = async (account: string, at: string, body?: unknown): Promise<number> =>
  (
    await (
      await api.as(account)
    ).raw(body === undefined ? 'GET' : 'POST', at, body === undefined ? {} : { body })
  ).status;
/** A new day: what pages enter once a day is entered anew. */
let day = 1;
const tomorrow = () => setClockOffset(++day * 86_400_000);

describe('a look leaves one row that says who, what and when, and nothing of the content', () => {
  const ways: [string, string, () => string, string, () => Record<string, unknown>][] = [
    ['a file, taken', 'gu.xinlan', () => `/files/${sha256}`, 'file.read', () => ({ sha256 })],
    ['a picture in a page', 'gu.xinlan', () => `/files/${sha256}?inline=1`, 'picture.read', () => ({ sha256 })],
    ['a paper', AUDITOR, () => `/documents/${docId}/pdf`, 'document.read', () => ({ caseId: seen.caseId, docId })],
    ['a paper in a page', AUDITOR, () => `/documents/${docId}/pdf?inline=1`, 'document.read', () => ({ caseId: seen.caseId, docId })],
    ['a sealed file', AUDITOR, () => `/cases/${seen.caseId}/export`, 'case.exported', () => ({ ...seen })],
    ['a register as workbook', AUDITOR, () => '/registers/experts/export', 'register.exported', () => ({ register: 'experts' })],
    ['a list of people with telephones', AUDITOR, () => '/registers/experts/rows', 'register.read', () => ({ register: 'experts' })],
    ['a step that another did', AUDITOR, () => `/tasks/${doneTask}`, 'case.read', () => ({ caseId: seen.caseId })],
    ...['timeline', 'path', 'clocks', 'evidence', 'verdict', 'web', 'supplements'].map(
      (part): (typeof ways)[number] => [
        `the page ${part} of a case`,
        AUDITOR,
        () => `/cases/${seen.caseId}/${part}`,
        'case.read',
        () => ({ caseId: seen.caseId }),
      ],
    ),
  ]; // prettier-ignore
  test.each(ways)('%s', async (_, account, at, act, body) => {
    tomorrow();
    const before = Date.now() + day * 86_400_000;

    expect(await ask(account, at())).toBe(200);

    const [row, ...more] = await entered();
    expect([row, more]).toEqual([{ actor: account, act, body: body(), at: expect.any(Date) }, []]);
    expect(Math.abs(row!.at.getTime() - before)).toBeLessThan(60_000);
    expect(JSON.stringify(row)).not.toMatch(/虞举某|13912345670|身份证/);
  });

  test('the whole page of a case, whose parts are asked for at once and again, is one look a day', async () => {
    tomorrow();
    const parts = ['timeline', 'path', 'clocks', 'evidence', 'verdict', 'timeline', 'evidence'];
    await Promise.all(parts.map((part) => ask(AUDITOR, `/cases/${seen.caseId}/${part}`)));
    await ask(AUDITOR, `/cases/${seen.caseId}/timeline`);
    await ask(AUDITOR, `/cases/${seen.caseId}/timeline`);
    expect((await entered()).map(({ act }) => act)).toEqual(['case.read']);

    tomorrow();
    await ask(AUDITOR, `/cases/${seen.caseId}/timeline`);
    expect(await entered()).toHaveLength(2);
  });

  test('each download is a look of its own', async () => {
    for (let i = 0; i < 3; i++) await ask('gu.xinlan', `/files/${sha256}`);
    expect(await entered()).toHaveLength(3);
  });

  test('a look that came to nothing does not keep the next one from being entered', async () => {
    tomorrow();
    const auditor = (await actorOf(database.db, AUDITOR))!;
    const look = () =>
      asActor(database.db, auditor, (trx) => noteLook(trx, auditor, 'case.read', { caseId: 'x' }));
    await asActor(database.db, auditor, async (trx) => {
      await noteLook(trx, auditor, 'case.read', { caseId: 'x' });
      throw new Error('undone');
    }).catch(() => undefined);

    await look();
    await look();
    expect(await entered()).toHaveLength(1);
  });
});

describe('the reporter', () => {
  const readings = () =>
    asSystem(database.db, (trx) =>
      rows<Record<string, unknown>>(trx, 'select by, case_id, task_id, reason from vault_read order by at'),
    );
  const told = (caseId: string) =>
    asSystem(database.db, (trx) =>
      rows<{ actor: string; body: string }>(
        trx,
        `select actor, body from audit_event where case_id = ? and act = 'reporter.revealed' order by seq`,
        [caseId],
      ),
    );
  const reason = '核实奖励发放对象，联系举报人本人';

  test('read by a keeper or by who must call him: one row with the reason, one act in the trail, no name in either', async () => {
    expect(await ask(KEEPER, `/cases/${seen.caseId}/reporter`, { reason })).toBe(200);
    expect(await ask(CALLER, `/tasks/${callTask}/reporter`, { reason })).toBe(200);

    expect(await readings()).toEqual([
      { by: KEEPER, case_id: seen.caseId, task_id: null, reason },
      { by: CALLER, case_id: seen.caseId, task_id: callTask, reason },
    ]);
    const acts = await told(seen.caseId);
    expect(acts.map(({ actor }) => actor)).toEqual([KEEPER, CALLER]);
    for (const { body } of acts) {
      expect(JSON.parse(body)).toMatchObject({ reason });
      expect(body).not.toMatch(/虞举某|13912345670/);
    }
  });

  test('a look that is refused, or gives no reason, shows nothing and is none', async () => {
    const before = await readings();
    expect(await ask(KEEPER, `/cases/${seen.caseId}/reporter`, { reason: '看看' })).toBe(400);
    expect(await ask(AUDITOR, `/cases/${seen.caseId}/reporter`, { reason })).toBe(403);
    expect(await ask('gu.xinlan', `/tasks/${callTask}/reporter`, { reason })).toBe(404);
    expect(await readings()).toEqual(before);
  });
});

test('what is refused is no look, and leaves no row that says it was', async () => {
  for (const at of [
    `/cases/${seen.caseId}/export`,
    `/cases/${seen.caseId}/timeline`,
    `/documents/${docId}/pdf`,
    `/files/${sha256}`,
    `/tasks/${doneTask}`,
  ])
    // prettier-ignore
    expect([at, await ask(FIRM, at)]).toEqual([at, 404]);
  expect(await ask(FIRM, '/registers/experts/export')).toBe(403);
  expect(await ask(FIRM, '/registers/experts/rows')).toBe(403);
  expect(await entered()).toEqual([]);
});
