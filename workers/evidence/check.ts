import { Type } from '@sinclair/typebox';
import { rows } from '../../core/db.ts';
import { evidenceGaps } from '../../core/verdict/index.ts';
import { maybe, uuid } from '../input.ts';
import { verb } from '../verb.ts';

type Piece = Parameters<typeof evidenceGaps>[0][number];

/**
 * 证据校验: before and after pictures of the item (of the verification, where there is no item yet) by the rule that C2
 * applies at the end. Only what the person can mend to whom the form goes back is a reason; pictures of others were looked
 * at when they handed them in. Gives `evidenceOk` and the reasons to show.
 */
export default verb({
  name: '证据校验',
  input: Type.Object({ itemId: maybe(uuid) }),
  async run({ trx, caseId, input, headers, acted }) {
    const pieces = await rows<Piece>(
      trx,
      `select e.phase, e.sha256, e.taken_at, e.place, e.place_reason, e.contradicts, e.by from standing_evidence e
       where e.case_id = :caseId and case when :itemId::uuid is null
         then e.element_id = :element else e.item_id = :itemId end`,
      { caseId, itemId: input.itemId ?? null, element: headers.task ?? '' },
    );
    // Where there is an item, the pictures before were handed in by others, whom this return does not reach: C2 judges them.
    const evidenceReasons = evidenceGaps(pieces, input.itemId ? ['after'] : undefined);
    const evidenceOk = evidenceReasons.length === 0;
    acted('evidence.checked', headers.task ?? 'evidence.check', {
      after: { evidenceOk, evidenceReasons },
      more: { itemId: input.itemId },
    });
    return { evidenceOk, evidenceReasons };
  },
});
