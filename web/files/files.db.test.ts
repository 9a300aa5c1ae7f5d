import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addParties } from '../../core/cases.ts';
import { asSystem, type Trx } from '../../core/db.ts';
import { setFilesRoot, storeFile } from '../../core/files.ts';
import { now } from '../../core/time.ts';
import { openTestApp, type RunningApp } from '../../tests/harness/app.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aDocument, anItem, aTask } from '../../tests/harness/factories.ts';

const FIRM = 'firm:91310110DEM010378U';
const DESKS = { firm: 'firm.chen.liang', otherFirm: 'firm.leng.ku', street: 'wu.beihai' };
let database: TestDatabase;
let app: RunningApp;
let folder: string;
let caseId: string;
const cookies = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bihuan-files-'));
  setFilesRoot(folder);
  database = await freshDatabase();
  app = await openTestApp(database);
  for (const account of Object.values(DESKS)) {
    const answer = await fetch(`${app.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, password: app.password }),
    });
    cookies.set(account, answer.headers.getSetCookie()[0]!.split(';')[0]!);
  }
  // given a case that the street sees whole and the firm only in its own tasks
  await asSystem(database.db, async (trx) => {
    ({ caseId } = await aCase(trx));
    await addParties(trx, caseId, ['street:dinghai', FIRM], '承办');
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

/** A file of its own, and what else the test puts into the case. Gives what each desk is answered for the file. */
async function asked(put: (trx: Trx, sha256: string) => Promise<unknown>) {
  const bytes = Buffer.from(randomUUID());
  const sha256 = await storeFile(folder, bytes);
  await asSystem(database.db, async (trx) => {
    await trx('file').insert({ sha256, mime: 'application/pdf', size: bytes.length, created_at: now() });
    await put(trx, sha256);
  });
  const status = async (account: string) => {
    const headers = { cookie: cookies.get(account)! };
    return (await fetch(`${app.url}/api/files/${sha256}`, { headers })).status;
  };
  return {
    firm: await status(DESKS.firm),
    otherFirm: await status(DESKS.otherFirm),
    street: await status(DESKS.street),
  };
}
const aFirmsTask = (trx: Trx, about: { docId?: string; itemId?: string }) =>
  aTask(trx, { caseId, elementId: 'x', formId: 'x', groups: [FIRM], ...about });
const toTheFirm = { state: 'sent', recipient: JSON.stringify({ group: FIRM }) };

test.each<[string, number, (trx: Trx, sha256: string) => Promise<unknown>]>([
  [
    'a paper, by who has a task about it',
    200,
    async (trx, sha256) => aFirmsTask(trx, { docId: await aDocument(trx, caseId, { ...toTheFirm, sha256 }) }),
  ],
  [
    'a paper that was sent to him, by who has a task about its item',
    200,
    async (trx, sha256) => {
      const itemId = await anItem(trx, caseId, { no: 11 });
      await aDocument(trx, caseId, { ...toTheFirm, sha256, item_id: itemId });
      await aFirmsTask(trx, { itemId });
    },
  ],
  [
    'no paper that was only sent to him: he reads it in the task in which he receives it',
    404,
    (trx, sha256) => aDocument(trx, caseId, { ...toTheFirm, sha256 }),
  ],
  [
    'evidence of an item, by who has a task about that item',
    200,
    async (trx, sha256) => {
      const itemId = await anItem(trx, caseId, { no: 12 });
      await anEvidence(trx, sha256, itemId);
      await aFirmsTask(trx, { itemId });
    },
  ],
  [
    'no evidence of another item',
    404,
    async (trx, sha256) => anEvidence(trx, sha256, await anItem(trx, caseId, { no: 13 })),
  ],
])('a firm is given %s', async (_, status, put) => {
  // then it gets what is its own; who sees the whole case gets it in any case, and another firm never
  expect(await asked(put)).toEqual({ firm: status, otherFirm: 404, street: 200 });
});

const anEvidence = (trx: Trx, sha256: string, itemId: string) =>
  trx('evidence').insert({
    ...{ evidence_id: randomUUID(), case_id: caseId, item_id: itemId, element_id: 'verify' },
    ...{ field: 'beforePhotos', phase: 'before', sha256, name: '现场.jpg', by: 'wu.beihai', at: now() },
  });
