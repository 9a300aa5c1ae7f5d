import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { one, rows } from '../../core/db.ts';
import { printDocument } from '../../core/documents.ts';
import { CATALOGUE, sealFile } from '../../core/seal.ts';
import { storedVerdict } from '../../core/verdict/index.ts';
import { rolledBack } from '../../tests/harness/database.ts';
import { useEndingCase } from '../../tests/harness/ending-case.ts';

const given = useEndingCase();

describe('case.verdict', () => {
  test(
    'prints what the file lacks, stores the verdict and tells the engine green',
    () =>
      rolledBack(given.database.db, async (trx) => {
        await trx.raw('update document set sha256 = null, pages = null, print_key = null where doc_id = ?', [
          given.green.docId,
        ]);
        expect(await given.step(trx, 'verdict', { outcome: 'merged' })).toEqual({
          verdict: 'green',
          redLines: [],
        });
        const unprinted = await rows(
          trx,
          `select 1 from document where case_id = ? and (sha256 is null or pages is null)`,
          [given.green.caseId],
        );
        expect(unprinted).toEqual([]);
        expect(await storedVerdict(trx, given.green.caseId)).toMatchObject({ result: 'green' });
        expect(
          await one(trx, 'select verdict, outcome from cases where case_id = ?', [given.green.caseId]),
        ).toEqual({ verdict: 'green', outcome: 'merged' });
      }),
    60_000,
  );

  test(
    'gives the red lines, counts its verdicts, and prints nothing twice',
    () =>
      rolledBack(given.database.db, async (trx) => {
        await given.step(trx, 'verdict');
        await trx.raw(`delete from document where case_id = ? and template = 'verify-report'`, [
          given.green.caseId,
        ]);
        expect(await given.step(trx, 'verdict')).toEqual({
          verdict: 'red',
          redLines: [{ id: 'C7', message: '案卷缺少：核查报告' }],
        });
        const printed = await rows(
          trx,
          `select 1 from audit_event where case_id = ? and act = 'document.printed'`,
          [given.green.caseId],
        );
        expect(printed).toHaveLength(9);
        const seqs = await rows<{ seq: number }>(
          trx,
          'select seq from verdict where case_id = ? order by seq',
          [given.green.caseId],
        );
        expect(seqs.map(({ seq }) => seq)).toEqual([1, 2]);
      }),
    60_000,
  );

  test(
    'the same document printed again gives the same bytes',
    () =>
      rolledBack(given.database.db, async (trx) => {
        const first = Buffer.from(await printDocument(trx, given.green.docId));
        await trx.raw('update document set sha256 = null, print_key = null where doc_id = ?', [
          given.green.docId,
        ]);
        expect(first.equals(Buffer.from(await printDocument(trx, given.green.docId)))).toBe(true);
        expect(first.subarray(0, 5).toString()).toBe('%PDF-');
      }),
    60_000,
  );
});

describe('case.seal', () => {
  test(
    'freezes the file: sealed, with the hash of its catalogue on the case and in the trail',
    () =>
      given.sealed(async (trx) => {
        const row = await one<{ status: string; seal_hash: string }>(
          trx,
          'select status, seal_hash from cases where case_id = ?',
          [given.green.caseId],
        );
        expect(row).toMatchObject({ status: 'sealed', seal_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
        const last = await one<{ act: string; body: string }>(
          trx,
          'select act, body from audit_event where case_id = ? order by seq desc limit 1',
          [given.green.caseId],
        );
        expect(last!.act).toBe('case.sealed');
        expect(last!.body).toContain(row!.seal_hash);
      }),
    60_000,
  );

  test(
    'binds every file of the case, evidence or not, once (F2)',
    () =>
      rolledBack(given.database.db, async (trx) => {
        // given a paper that was handed in twice and proves nothing, and the picture of an extension request
        const [paper, picture] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')] as const;
        const said = await one<{ id: string; by: string; at: Date }>(
          trx,
          'select submission_id as id, by, at from submission where case_id = ? order by at limit 1',
          [given.green.caseId],
        );
        for (const sha256 of [paper, picture])
          await trx('file').insert({ sha256, mime: 'application/pdf', size: 1, created_at: said!.at });
        for (const [sha256, field] of [
          [paper, 'files.0'],
          [paper, 'files.1'],
          [picture, 'files.2'],
        ])
          await trx('attachment').insert({
            ...{ attachment_id: randomUUID(), case_id: given.green.caseId, submission_id: said!.id },
            ...{ element_id: 'requested', field, sha256, name: '合同.pdf', by: said!.by, at: said!.at },
          });

        await sealFile(trx, given.green.caseId, new Date());

        const kept = await one<{ data: { attachments: { sha256: string }[] } }>(
          trx,
          'select data from document where case_id = ? and template = ?',
          [given.green.caseId, CATALOGUE],
        );
        const bound = kept!.data.attachments.map(({ sha256 }) => sha256);
        expect(bound.filter((sha) => [paper, picture].includes(sha)).sort()).toEqual([paper, picture].sort());
      }),
    60_000,
  );

  test(
    'refuses while anything is red, and names it',
    () =>
      rolledBack(given.database.db, async (trx) => {
        await trx.raw(`delete from answer where case_id = ?`, [given.green.caseId]);
        await expect(given.step(trx, 'seal')).rejects.toMatchObject({
          type: 'not-closed',
          title: expect.stringContaining('C6'),
        });
      }),
    60_000,
  );

  test(
    'once more changes nothing',
    () =>
      given.sealed(async (trx) => {
        const hash = () =>
          one(trx, 'select seal_hash, sealed_at from cases where case_id = ?', [given.green.caseId]);
        const first = await hash();
        await given.step(trx, 'seal');
        expect(await hash()).toEqual(first);
      }),
    60_000,
  );
});
