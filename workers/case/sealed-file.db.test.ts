import { describe, expect, test } from '@jest/globals';
import { act } from '../../core/act.ts';
import { SYSTEM } from '../../core/actor.ts';
import { exportCase, exportKey } from '../../core/export/index.ts';
import { verifyExport } from '../../core/export/offline/verify.ts';
import { readZip } from '../../core/export/offline/zip.ts';
import { pathOf } from '../../core/path.ts';
import { timelineOf } from '../../core/timeline.ts';
import { REPORTER } from '../../core/verdict/green-case.fixture.ts';
import { rolledBack } from '../../tests/harness/database.ts';
import { useEndingCase } from '../../tests/harness/ending-case.ts';

const given = useEndingCase();

describe('the export of a sealed case', () => {
  test(
    'is verified offline with the key of the installation, and the same state gives the same bytes',
    () =>
      given.sealed(async (trx) => {
        const zip = await exportCase(trx, given.green.caseId);
        const report = verifyExport(zip, exportKey(given.folder).publicPem);
        expect(report).toMatchObject({ ok: true, trusted: true, findings: [], notes: [] });
        expect(Buffer.from(await exportCase(trx, given.green.caseId)).equals(Buffer.from(zip))).toBe(true);
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
      given.sealed(async (trx) => {
        const zip = Buffer.from(await exportCase(trx, given.green.caseId));
        for (const value of Object.values(REPORTER)) expect(zip.includes(value)).toBe(false);
      }),
    60_000,
  );

  test(
    'masks the rows and keeps back the papers that tell who reported, says so, and is still verifiable',
    () =>
      rolledBack(given.database.db, async (trx) => {
        const facts = `举报人电话${REPORTER.reporterPhone}`;
        await trx.raw(
          `update submission set data = data || ?::jsonb where case_id = ? and element_id = 'verify'`,
          [JSON.stringify({ facts }), given.green.caseId],
        );
        await act(trx, {
          caseId: given.green.caseId,
          actor: SYSTEM,
          act: 'task.submitted',
          subject: 'verify',
          after: { facts },
        });
        const zip = await exportCase(trx, given.green.caseId);
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
      given.sealed(async (trx) => {
        const { items, chain } = await timelineOf(trx, given.green.caseId);
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
      rolledBack(given.database.db, async (trx) => {
        const more = { taskId: given.green.tasks.recheck, form: 'rectify.recheck', element: '复查' };
        await act(trx, {
          caseId: given.green.caseId,
          actor: SYSTEM,
          act: 'task.submitted',
          subject: 'recheck',
          after: { fit: 'no' },
          more,
        });
        const { items } = await timelineOf(trx, given.green.caseId);
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
      rolledBack(given.database.db, async (trx) => {
        const { diagrams } = await pathOf(trx, given.green.caseId);
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
