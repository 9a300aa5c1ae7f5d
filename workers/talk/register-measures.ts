import { createHash } from 'node:crypto';
import { EVIDENCE_FACTS } from '../../core/file/evidence-row.ts';
import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { createItem, lockItem } from '../../core/items.ts';
import { latestSubmission, textOf } from '../../core/submissions.ts';
import { header, maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** The same row of the same submission is the same measure, however often this runs. */
function idOf(submissionId: string, row: number): string {
  const hash = createHash('sha256').update(`${submissionId}:${row}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Pictures of the proposal show what every measure is to put right: they are its evidence before. */
const BEFORE = `
  insert into evidence (evidence_id, case_id, item_id, task_id, element_id, field, phase, sha256, name, by, at, ${EVIDENCE_FACTS})
  select gen_random_uuid(), case_id, :itemId, task_id, element_id, field, phase, sha256, name, by, at, ${EVIDENCE_FACTS}
  from standing_evidence where case_id = :caseId and item_id is null and phase = 'before' and task_id = (
    select task_id from standing_submission where case_id = :caseId and form_id = 'talk.proposal' order by at desc limit 1)`;

/**
 * Enters the measures of the form named in header `form` (talk.decide: 提醒事项; talk.minutes: 商定措施) as items of the
 * case, each with its date and the pictures of the proposal. Gives `measures`: a list of {id, rectifyBy}. Throws 409 where none was agreed.
 */
export default verb({
  name: '登记措施',
  input: Type.Object({ caseId: uuid, objectGroup: maybe(text) }),
  async run({ input, headers, caseId, trx, at, acted }) {
    const agreed = await latestSubmission(trx, caseId, { form: header(headers, 'form') });
    const given = agreed?.data.measures;
    if (agreed === undefined || !Array.isArray(given) || given.length === 0)
      throw conflict('没有商定的措施，不能登记');
    const measures = [];
    for (const [i, row] of (given as Record<string, unknown>[]).entries()) {
      const itemId = idOf(agreed.submission_id, i);
      const rectifyBy = textOf(row, 'dueOn') || null;
      const known = await lockItem(trx, caseId, itemId);
      if (known === undefined) {
        await createItem(trx, caseId, {
          itemId,
          kind: 'measure',
          title: textOf(row, 'measure'),
          demand: textOf(row, 'measure'),
          responsibleGroup: input.objectGroup ?? null,
          rectifyBy,
          at,
        });
        await trx.raw(BEFORE, { caseId, itemId });
      }
      measures.push({ id: itemId, rectifyBy });
    }
    acted('talk.measures', agreed.element_id, {
      after: { count: measures.length },
      more: { items: measures.map(({ id }) => id) },
    });
    return { measures };
  },
});
