import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, deployed, trail } from '../../tests/harness/factories.ts';
import { one, rows, type Trx } from '../db.ts';
import { setFilesRoot } from '../files.ts';
import { sealFile } from '../seal.ts';
import { now } from '../time.ts';
import { paperOf, type StoredDocument } from './compose.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bihuan-marks-'));
  setFilesRoot(folder);
  database = await freshDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const SHA = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

/** A verification whose first picture is older than it, explained later in a 补正, and whose second is without fault. */
async function verified(trx: Trx) {
  const { caseId } = await aCase(trx);
  const photo = { sha256: SHA, name: '旧.jpg', takenAt: '2020-01-01T04:00:00Z', contradicts: ['early'] };
  const taskId = await aSubmission(trx, {
    ...{ caseId, elementId: 'verify', formId: 'hazard.verify' },
    definitionKey: await deployed(trx, 'hazard-dispatch'),
    data: { facts: '线路裸露', beforePhotos: [photo, { sha256: OTHER, name: '新.jpg' }] },
  });
  for (const sha256 of [SHA, OTHER])
    await trx.raw(`insert into file (sha256, mime, size, created_at) values (?, 'image/jpeg', 1, ?)`, [
      sha256,
      now(),
    ]);
  const evidence = {
    case_id: caseId,
    task_id: taskId,
    element_id: 'verify',
    field: 'beforePhotos',
    phase: 'before',
  };
  const row = (sha256: string, more: object) => ({
    ...{ ...evidence, evidence_id: randomUUID(), sha256, name: '', by: 'wu.beihai', at: now() },
    ...more,
  });
  await trx('evidence').insert(row(SHA, { contradicts: ['early'], place_reason: '', stated: null }));
  await trx('evidence').insert(row(OTHER, {}));
  const docId = randomUUID();
  await trx('document').insert({
    ...{ doc_id: docId, case_id: caseId, task_id: taskId, element_id: 'verify', template: 'verify-report' },
    ...{ title: '核查报告', way: 'form', state: 'signed', created_at: now() },
  });
  return { caseId, docId };
}

const document = async (trx: Trx, docId: string) =>
  (await one<StoredDocument>(trx, 'select *, false as frozen from document where doc_id = ?', [docId]))!;
const blocksOf = async (trx: Trx, docId: string) => (await paperOf(trx, await document(trx, docId)))!.blocks;

test('the paper of a step says under each picture what contradicts it, and the reason that was given later', () =>
  rolledBack(database.db, async (trx) => {
    const { docId } = await verified(trx);
    const pictures = async () => (await blocksOf(trx, docId)).find(({ kind }) => kind === 'pictures');
    expect(await pictures()).toMatchObject({
      sha256s: [SHA, OTHER],
      notes: ['拍摄时间早于所办环节，没有写明原因', ''],
    });
    await trx.raw(
      `update evidence set place_reason = '先期到场时拍摄', reason_by = 'wu.beihai', reason_at = ? where sha256 = ?`,
      [now(), SHA],
    );
    expect(await pictures()).toMatchObject({
      notes: [expect.stringMatching(/^拍摄时间早于所办环节，说明：先期到场时拍摄（\S+补正）$/), ''],
    });
    const text = JSON.stringify((await blocksOf(trx, docId)).find(({ kind }) => kind === 'rows'));
    expect(text).toContain('照片2张；第1张拍摄时间早于所办环节');
  }));

test('the sealed catalogue names the marks of its pictures, and nothing that somebody typed', () =>
  rolledBack(database.db, async (trx) => {
    const { caseId } = await verified(trx);
    await trx.raw(
      `update evidence set stated = '{"takenAt":"2026-03-21T02:00:00Z"}', place_reason = '苗小满拍的' where sha256 = ?`,
      [SHA],
    );
    await rows(trx, 'delete from document where case_id = ? returning 1', [caseId]);
    expect((await trail(trx, caseId)).length).toBeGreaterThan(0);
    const { docId } = await sealFile(trx, caseId, now());
    const tables = (await blocksOf(trx, docId)).filter((block) => block.kind === 'table');
    expect(tables[1]!.head).toContain('备注');
    expect(tables[1]!.rows.map(([, , , note]) => note).sort()).toEqual([
      '',
      '另有说明；拍摄时间早于所办环节',
    ]);
    expect(JSON.stringify(tables)).not.toContain('苗小满');
  }));
