import { Type } from '@sinclair/typebox';
import { noticeUnits, unitWithRole } from '../../core/notice-units.ts';
import { prepare } from '../../core/prepared.ts';
import { latestSubmission, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** Lays out the report to the superior (`prepared.upward.content`): what each unit answered last, the lead first. */
export default verb({
  name: '汇总各单位反馈',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx }) {
    const lines = [];
    for (const unit of await noticeUnits(trx, caseId)) {
      const said = await latestSubmission(trx, caseId, { form: 'notice.feedback', scopeId: unit.item_id });
      lines.push(`${unitWithRole(unit)}：${textOf(said?.data, 'progress')}`);
    }
    await prepare(trx, caseId, 'upward.content', ['抄告事项办理情况如下：', ...lines].join('\n'));
    return {};
  },
});
