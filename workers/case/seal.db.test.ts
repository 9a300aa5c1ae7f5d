import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { act } from '../../core/act.ts';
import { SYSTEM } from '../../core/actor.ts';
import { asSystem, one, rows, type Trx } from '../../core/db.ts';
import { printDocument, printMissing } from '../../core/documents.ts';
import { exportCase, exportKey } from '../../core/export/index.ts';
import { verifyExport } from '../../core/export/offline/verify.ts';
import { readZip } from '../../core/export/offline/zip.ts';
import { setFilesRoot } from '../../core/files.ts';
import { pathOf } from '../../core/path.ts';
import { timelineOf } from '../../core/timeline.ts';
import { CATALOGUE, sealFile } from '../../core/seal.ts';
import { setVaultKeys } from '../../core/vault-keys.ts';
import { deployShipped, greenCase, REPORTER, type GreenCase } from '../../core/verdict/green-case.fixture.ts';
import { storedVerdict } from '../../core/verdict/index.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { run } from '../../tests/harness/factories.ts';
import seal from './seal.ts';
import verdict from './verdict.ts';

let database: TestDatabase;
let folder: string;
let green: GreenCase;

const step = (trx: Trx, type: 'verdict' | 'seal', more: object = {}) =>
  run(trx, `case.${type}`, type === 'verdict' ? verdict : seal, {
    variables: { caseId: green.caseId, ...more },
  });

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'bihuan-seal-'));
  setFilesRoot(folder);
  setVaultKeys([{ id: 1, value: '0a'.repeat(32) }]);
  await asSystem(database.db, async (trx) => {
    green = await greenCase(trx, await deployShipped(trx));
    // The pictures themselves: two hashes without bytes would be evidence that is lost.
    await trx.raw(`delete from evidence where case_id = ?`, [green.caseId]);
    await trx.raw(`update item set state = 'merged', merged_into = item_id where item_id = ?`, [
      green.itemId,
    ]);
    // Printed once for all tests: each of them starts from a file that is complete.
    await printMissing(trx, green.caseId);
  });
}, 60_000);
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const sealed = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  rolledBack(database.db, async (trx) => {
    await step(trx, 'verdict', { outcome: 'merged' });
    await step(trx, 'seal');
    return work(trx);
  });

describe('case.verdict', () => {
  test(
    'prints what the file lacks, stores the verdict and tells the engine green',
    () =>
      rolledBack(database.db, async (trx) => {
        await trx.raw('update document set sha256 = null, pages = null, print_key = null where doc_id = ?', [
          green.docId,
        ]);
        expect(await step(trx, 'verdict', { outcome: 'merged' })).toEqual({ verdict: 'green', redLines: [] });
        const unprinted = await rows(
          trx,
          `select 1 from document where case_id = ? and (sha256 is null or pages is null)`,
          [green.caseId],
        );
        expect(unprinted).toEqual([]);
        expect(await storedVerdict(trx, green.caseId)).toMatchObject({ result: 'green' });
        expect(
          await one(trx, 'select verdict, outcome from cases where case_id = ?', [green.caseId]),
        ).toEqual({ verdict: 'green', outcome: 'merged' });
      }),
    60_000,
  );

  test(
    'gives the red lines, counts its verdicts, and prints nothing twice',
    () =>
      rolledBack(database.db, async (trx) => {
        await step(trx, 'verdict');
        await trx.raw(`delete from document where case_id = ? and template = 'verify-report'`, [
          green.caseId,
        ]);
        expect(await step(trx, 'verdict')).toEqual({
          verdict: 'red',
          redLines: [{ id: 'C7', message: '案卷缺少：核查报告' }],
        });
        const printed = await rows(
          trx,
          `select 1 from audit_event where case_id = ? and act = 'document.printed'`,
          [green.caseId],
        );
        expect(printed).toHaveLength(9);
        const seqs = await rows<{ seq: number }>(
          trx,
          'select seq from verdict where case_id = ? order by seq',
          [green.caseId],
        );
        expect(seqs.map(({ seq }) => seq)).toEqual([1, 2]);
      }),
    60_000,
  );

  test(
    'the same document printed again gives the same bytes',
    () =>
      rolledBack(database.db, async (trx) => {
        const first = Buffer.from(await printDocument(trx, green.docId));
        await trx.raw('update document set sha256 = null, print_key = null where doc_id = ?', [green.docId]);
        expect(first.equals(Buffer.from(await printDocument(trx, green.docId)))).toBe(true);
        expect(first.subarray(0, 5).toString()).toBe('%PDF-');
      }),
    60_000,
  );
});

describe('case.seal', () => {
  test(
    'freezes the file: sealed, with the hash of its catalogue on the case and in the trail',
    () =>
      sealed(async (trx) => {
        const row = await one<{ status: string; seal_hash: string }>(
          trx,
          'select status, seal_hash from cases where case_id = ?',
          [green.caseId],
        );
        expect(row).toMatchObject({ status: 'sealed', seal_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
        const last = await one<{ act: string; body: string }>(
          trx,
          'select act, body from audit_event where case_id = ? order by seq desc limit 1',
          [green.caseId],
        );
        expect(last!.act).toBe('case.sealed');
        expect(last!.body).toContain(row!.seal_hash);
      }),
    60_000,
  );

  test(
    'binds every file of the case, evidence or not, once (F2)',
    () =>
      rolledBack(database.db, async (trx) => {
        // given a paper that was handed in twice and proves nothing, and the picture of an extension request
        const [paper, picture] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')] as const;
        const said = await one<{ id: string; by: string; at: Date }>(
          trx,
          'select submission_id as id, by, at from submission where case_id = ? order by at limit 1',
          [green.caseId],
        );
        for (const sha256 of [paper, picture])
          await trx('file').insert({ sha256, mime: 'application/pdf', size: 1, created_at: said!.at });
        for (const [sha256, field] of [
          [paper, 'files.0'],
          [paper, 'files.1'],
          [picture, 'files.2'],
        ])
          await trx('attachment').insert({
            ...{ attachment_id: randomUUID(), case_id: green.caseId, submission_id: said!.id },
            ...{ element_id: 'requested', field, sha256, name: '合同.pdf', by: said!.by, at: said!.at },
          });

        await sealFile(trx, green.caseId, new Date());

        const kept = await one<{ data: { attachments: { sha256: string }[] } }>(
          trx,
          'select data from document where case_id = ? and template = ?',
          [green.caseId, CATALOGUE],
        );
        const bound = kept!.data.attachments.map(({ sha256 }) => sha256);
        expect(bound.filter((sha) => [paper, picture].includes(sha)).sort()).toEqual([paper, picture].sort());
      }),
    60_000,
  );

  test(
    'refuses while anything is red, and names it',
    () =>
      rolledBack(database.db, async (trx) => {
        await trx.raw(`delete from answer where case_id = ?`, [green.caseId]);
        await expect(step(trx, 'seal')).rejects.toMatchObject({
          type: 'not-closed',
          title: expect.stringContaining('C6'),
        });
      }),
    60_000,
  );

  test(
    'once more changes nothing',
    () =>
      sealed(async (trx) => {
        const hash = () =>
          one(trx, 'select seal_hash, sealed_at from cases where case_id = ?', [green.caseId]);
        const first = await hash();
        await step(trx, 'seal');
        expect(await hash()).toEqual(first);
      }),
    60_000,
  );
});

describe('the export of a sealed case', () => {
  test(
    'is verified offline with the key of the installation, and the same state gives the same bytes',
    () =>
      sealed(async (trx) => {
        const zip = await exportCase(trx, green.caseId);
        const report = verifyExport(zip, exportKey(folder).publicPem);
        expect(report).toMatchObject({ ok: true, trusted: true, findings: [], notes: [] });
        expect(Buffer.from(await exportCase(trx, green.caseId)).equals(Buffer.from(zip))).toBe(true);
        const names = readZip(zip).entries.map(({ name }) => name);
        expect(names).toEqual(
          expect.arrayContaining([
            '目录.html',
            '留痕.jsonl',
            '封卷目录.json',
            'verify.mjs',
            '文书/001-责令限期整改指令书.pdf',
            '流程/hazard-dispatch-第1版.bpmn',
          ]),
        );
      }),
    60_000,
  );

  test(
    'does not contain who reported, although the case knows',
    () =>
      sealed(async (trx) => {
        const zip = Buffer.from(await exportCase(trx, green.caseId));
        for (const value of Object.values(REPORTER)) expect(zip.includes(value)).toBe(false);
      }),
    60_000,
  );

  test(
    'masks the rows and keeps back the papers that tell who reported, says so, and is still verifiable',
    () =>
      rolledBack(database.db, async (trx) => {
        const facts = `举报人电话${REPORTER.reporterPhone}`;
        await trx.raw(
          `update submission set data = data || ?::jsonb where case_id = ? and element_id = 'verify'`,
          [JSON.stringify({ facts }), green.caseId],
        );
        await act(trx, {
          caseId: green.caseId,
          actor: SYSTEM,
          act: 'task.submitted',
          subject: 'verify',
          after: { facts },
        });
        const zip = await exportCase(trx, green.caseId);
        expect(Buffer.from(zip).includes(REPORTER.reporterPhone)).toBe(false);
        const report = verifyExport(zip);
        expect(report).toMatchObject({ ok: true, findings: [] });
        expect(report.notes).toEqual([{ where: '留痕第23行', message: expect.stringContaining('已遮蔽') }]);
        expect(readZip(zip).entries.some(({ name }) => name.includes('核查报告'))).toBe(false);
      }),
    60_000,
  );
});

describe('timeline and path', () => {
  test(
    'tell every act in a Chinese sentence, with labels and options of the form, and a whole chain',
    () =>
      sealed(async (trx) => {
        const { items, chain } = await timelineOf(trx, green.caseId);
        expect(chain).toEqual({ ok: true, length: items.length });
        for (const { sentence } of items) expect(sentence).toMatch(/[\u4e00-\u9fff]/);
        const verified = items.find(({ subject }) => subject === 'verify')!;
        expect(verified.sentence).toBe('ni.haoran办理了“现场核查(两人)”：限期整改');
        expect(verified.changes).toContainEqual({
          field: 'truth',
          label: '属实程度',
          before: null,
          after: '属实',
        });
        expect(verified.changes).toContainEqual({
          field: 'officers',
          label: '核查人',
          before: null,
          after: '倪浩然、欧阳晴',
        });
        expect(items.at(-1)!.sentence).toBe('案件已封卷归档');
      }),
    60_000,
  );

  test(
    'show the old value when a step was done again',
    () =>
      rolledBack(database.db, async (trx) => {
        const more = { taskId: green.tasks.recheck, form: 'rectify.recheck', element: '复查' };
        await act(trx, {
          caseId: green.caseId,
          actor: SYSTEM,
          act: 'task.submitted',
          subject: 'recheck',
          after: { fit: 'no' },
          more,
        });
        const { items } = await timelineOf(trx, green.caseId);
        expect(items.at(-1)!.changes).toContainEqual({
          field: 'fit',
          label: '总体结论',
          before: '合格',
          after: '不合格',
        });
      }),
    60_000,
  );

  test(
    'draw the case and the helpers it called, each with the version that ran',
    () =>
      rolledBack(database.db, async (trx) => {
        const { diagrams } = await pathOf(trx, green.caseId);
        expect(diagrams.map(({ process, called, itemNo }) => [process, called, itemNo])).toEqual([
          ['hazard-dispatch', false, undefined],
          ['serve-document', true, undefined],
          ['rectify-item', true, 1],
        ]);
        expect(diagrams[0]!.visits).toMatchObject([
          { elementId: 'serve-order', state: 'completed', count: 1 },
        ]);
        expect(diagrams[0]!.flows).toEqual([{ flowId: 'open-case--how-entered', count: 1 }]);
      }),
    60_000,
  );
});
