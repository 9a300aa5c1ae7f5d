import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { submissionsOf, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Puts a decision and its reason on the case: of the step named by header `task`, else the last decision of anybody in
 * the case. Header `as` makes it the outcome as well.
 */
export default verb({
  name: '决定及理由入卷',
  input: Type.Object({ caseId: uuid }),
  async run({ headers, caseId, trx, acted }) {
    const filter = headers.task === undefined ? {} : { element: headers.task };
    const decided = (await submissionsOf(trx, caseId, filter)).find(
      ({ data }) => textOf(data, 'decision') !== '',
    );
    if (decided === undefined) throw conflict('案件里还没有可以入卷的决定');
    const decision = textOf(decided.data, 'decision');
    const reason =
      ['opinion', 'reason', 'rejectReason'].map((key) => textOf(decided.data, key)).find(Boolean) ?? '';
    await trx.raw(
      `update cases set outcome = coalesce(?, outcome), outcome_reason = coalesce(nullif(?, ''), outcome_reason) where case_id = ?`,
      [headers.as ?? null, reason, caseId],
    );
    acted('case.decision', decided.element_id, {
      after: { decision, reason, ...(headers.as === undefined ? {} : { outcome: headers.as }) },
      more: { by: decided.by, submissionId: decided.submission_id },
    });
    return {};
  },
});
