import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { lockNoticeUnit } from '../../core/notice-units.ts';
import { prepare } from '../../core/prepared.ts';
import { count, diagramFault, maybe, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** 督办 by level (processes.md §14): who presses. The talk follows the top one. */
const LEVELS = ['一级（区安委办）', '二级（分管区领导）', '三级（区主要领导）'];
const CAUSES = {
  overdue: '逾期未反馈办理情况',
  weak: '反馈情况经审核屡次不合格',
};

/**
 * Raises the supervision of a unit: to the level its overdue answer has reached on the ladder (`level`), else (its
 * answers were weak too often) to the next one. A level is reached once; `raised` is false where it has been reached
 * before or there is none above. Lays out the texts of the 督办单.
 */
export default verb({
  name: '督办升级',
  input: Type.Object({ caseId: uuid, itemId: uuid, level: maybe(count) }),
  async run({ input, caseId, trx, at, acted }) {
    const unit = await lockNoticeUnit(trx, caseId, input.itemId);
    if (unit === undefined) throw diagramFault('抄告事项不存在，不能升级督办');
    const reached = await one<{ level: number }>(
      trx,
      'select coalesce(max(level), 0)::int as level from supervise_level where item_id = ?',
      [input.itemId],
    );
    const before = reached!.level;
    const level = Math.min(input.level ?? before + 1, LEVELS.length);
    if (level <= before) return { raised: false, level: before };
    const cause = input.level ? 'overdue' : 'weak';
    await trx('supervise_level').insert({
      item_id: input.itemId,
      level,
      case_id: caseId,
      unit_id: unit.unit_id,
      cause,
      at,
    });
    await prepare(trx, caseId, 'supervise.level', LEVELS[level - 1], input.itemId);
    await prepare(trx, caseId, 'supervise.cause', CAUSES[cause], input.itemId);
    acted('notice.raised', unit.unit_name, {
      ...(before > 0 ? { before: { level: LEVELS[before - 1] } } : {}),
      after: { level: LEVELS[level - 1], reason: CAUSES[cause] },
      more: { itemId: input.itemId },
    });
    return { raised: true, level };
  },
});
