import { Type } from '@sinclair/typebox';
import {
  findingsOf,
  isConfidential,
  patrolObjects,
  scopeOfObject,
  withdrawnWords,
  wordsOf,
} from '../../core/findings.ts';
import { prepare } from '../../core/prepared.ts';
import { latestSubmission, rowsIn, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Takes over what the head of the team decided of each finding: kind, level, date, or that it is not listed, with the
 * reason. Lays out for each unit the findings it is asked about; clues about officials are shown to no unit. Out:
 * `objects` (with units that only a clue names) and `commenting`, those with something to answer.
 */
export default verb({
  name: '落实问题清单',
  input: Type.Object({ caseId: uuid, objects: Type.Array(Type.Object({ id: Type.String() })) }),
  async run({ input, caseId, trx, acted }) {
    const decided = (await latestSubmission(trx, caseId, { form: 'patrol.list' }))?.data;
    const before = await findingsOf(trx, caseId, ['registered']);
    for (const row of rowsIn(decided, 'findings')) {
      const dropped = row.keep === '不列入';
      await trx.raw(
        `update finding set kind = ?, level = ?, due_on = ?, state = ?, drop_reason = ?
         where case_id = ? and no = ? and state = 'registered'`,
        [
          textOf(row, 'kind'),
          textOf(row, 'level'),
          textOf(row, 'dueOn'),
          dropped ? 'withdrawn' : 'registered',
          dropped ? textOf(row, 'dropReason') : null,
          caseId,
          Number(row.no),
        ],
      );
    }
    const listed = await findingsOf(trx, caseId, ['registered']);
    const shown = listed.filter((finding) => !isConfidential(finding));
    const asked = new Set(shown.map(({ object_id }) => object_id));
    for (const id of asked)
      await prepare(
        trx,
        caseId,
        'comment',
        shown
          .filter(({ object_id }) => object_id === id)
          .map(({ no, fact, demand }) => ({ no: String(no), fact: `${fact}\n要求：${demand}` })),
        scopeOfObject(caseId, id),
      );
    const objects = await patrolObjects(trx, [
      ...input.objects.map(({ id }) => id),
      ...listed.map(({ object_id }) => object_id),
    ]);
    const dropped = await findingsOf(trx, caseId, ['withdrawn']);
    acted('finding.confirmed', '问题清单', {
      before: { 问题: before.map(wordsOf).join('；') },
      after: { 问题: listed.map(wordsOf).join('；') },
      more: { told: `落实问题清单：列入${listed.length}个${withdrawnWords(dropped)}` },
    });
    return { objects, commenting: objects.filter(({ id }) => asked.has(id)) };
  },
});
