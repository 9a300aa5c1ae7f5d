import { Type } from '@sinclair/typebox';
import { findingsOf } from '../../core/findings.ts';
import { prepare } from '../../core/prepared.ts';
import { rowsIn, submissionsOf, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Puts the objections of the units beside their findings and lays them out for the head. A unit that was silent until
 * its time was up has accepted. Out: `disputed`.
 */
export default verb({
  name: '汇总单位意见',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    const comments = await submissionsOf(trx, caseId, { form: 'patrol.comment' });
    const objections = comments
      .flatMap(({ data }) => rowsIn(data, 'findings'))
      .filter((row) => row.attitude === '异议');
    for (const row of objections)
      await trx.raw('update finding set objection = ? where case_id = ? and no = ?', [
        textOf(row, 'reason'),
        caseId,
        Number(row.no),
      ]);
    const disputed = (await findingsOf(trx, caseId, ['registered'])).filter(
      ({ objection }) => objection !== null,
    );
    await prepare(
      trx,
      caseId,
      'disputed',
      disputed.map(({ no, fact, objection }) => ({ no: String(no), fact, objection })),
    );
    acted('finding.commented', '单位意见', {
      more: {
        told: `汇总单位意见：${comments.length}个单位答复，${disputed.length === 0 ? '没有异议' : `有异议的是${disputed.map(({ no }) => `问题${no}`).join('、')}`}`,
      },
    });
    return { disputed: disputed.length > 0 };
  },
});
