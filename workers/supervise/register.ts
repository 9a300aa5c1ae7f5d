import { createHash, randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { Trx } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { createItem } from '../../core/items.ts';
import { ruleToday } from '../../core/limit.ts';
import { noticeUnits, prepareNotices, SUPERIOR, unitWithRole } from '../../core/notice-units.ts';
import { latestSubmission, textOf } from '../../core/submissions.ts';
import { day, maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const Assigned = Type.Object({ id: text, group: text });

/**
 * Enters a notice that was issued: one item per unit (lead and helpers), the source of the case (a matter from above
 * must be answered upward: C6, E-D6c), the draw of the answers that are looked at on the spot (share `notice.sample`,
 * with its seed on record), and the texts of the papers. Gives `units` for the steps of each unit, `fromAbove` and
 * `feedbackBy`. Throws 409 when nothing was drafted.
 */
export default verb({
  name: '登记承办单位',
  input: Type.Object({
    caseId: uuid,
    lead: Assigned,
    helpers: maybe(Type.Array(Assigned)),
    answerBy: maybe(day),
  }),
  async run({ input, caseId, trx, at, acted }) {
    const draft = (await latestSubmission(trx, caseId, { form: 'notice.issue' }))?.data;
    if (draft === undefined) throw conflict('案件里还没有抄告单，不能登记承办单位');
    const fromAbove = draft.fromAbove === true;
    const units = [
      { ...input.lead, itemId: randomUUID(), role: 'lead' as const },
      ...(input.helpers ?? []).map((unit) => ({ ...unit, itemId: randomUUID(), role: 'helper' as const })),
    ];
    const seed = randomUUID();
    const ids = units.map(({ itemId }) => itemId);
    const { minimum } = await ruleToday(trx, 'notice.sample', { total: ids.length });
    const sampled = drawn(seed, ids, Number(minimum));
    for (const { id, group, itemId, role } of units) {
      await createItem(trx, caseId, {
        itemId,
        kind: 'notice',
        title: textOf(draft, 'matter'),
        demand: textOf(draft, 'demand'),
        responsibleGroup: group,
        rectifyBy: input.answerBy ?? null,
        at,
      });
      await trx.raw(
        'insert into notice_unit (item_id, case_id, unit_id, role, sampled, seed, at) values (?, ?, ?, ?, ?, ?, ?)',
        [itemId, caseId, id, role, sampled.has(itemId), seed, at],
      );
    }
    await nameSource(trx, caseId, fromAbove ? SUPERIOR : textOf(draft, 'source'), fromAbove);
    await prepareNotices(trx, caseId);
    const named = await noticeUnits(trx, caseId);
    acted('notice.registered', 'supervise.register', {
      after: {
        units: named.map(unitWithRole).join('、'),
        sampled: named
          .filter((unit) => unit.sampled)
          .map(({ unit_name }) => unit_name)
          .join('、'),
        fromAbove,
      },
      more: { seed, itemIds: ids },
    });
    return { units, fromAbove, feedbackBy: input.answerBy ?? null };
  },
});

/** The `size` items that come first by the hash of seed and item: by chance, and the same for whoever draws again. */
function drawn(seed: string, itemIds: readonly string[], size: number): Set<string> {
  const lot = (itemId: string) => createHash('sha256').update(`${seed} ${itemId}`).digest('hex');
  return new Set([...itemIds].sort((a, b) => lot(a).localeCompare(lot(b))).slice(0, size));
}

/** Whoever sent it from above is no anonymous source, however the case was opened. */
const nameSource = (trx: Trx, caseId: string, source: string, fromAbove: boolean) =>
  trx.raw(
    `update cases set source = :source, anonymous = anonymous and not :fromAbove,
       facts = facts || jsonb_build_object('source', cast(:source as text)) where case_id = :caseId`,
    { source, fromAbove, caseId },
  );
