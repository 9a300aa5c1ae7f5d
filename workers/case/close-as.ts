import { Type } from '@sinclair/typebox';
import { closeClock } from '../../core/clocks.ts';
import { one, rows } from '../../core/db.ts';
import { context, header, maybe, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const WHY: Record<string, string> = { death: '涉人员死亡,转事故处置', hidden: '瞒报事故属实,转事故处置' };
const AS: Record<string, string> = { transferred: '移交', merged: '合并', rejected: '不予受理' };

/**
 * Gives a case that ends before its normal end its outcome (header `as`) and the reason, which C1 asks of every case
 * that closes without items. Names the case that goes on, where one exists already.
 */
export default verb({
  name: '按移交、合并或不受理结案',
  input: Type.Object({ caseId: uuid, accept: maybe(context), verify: maybe(context) }),
  async run({ input, headers, caseId, trx, actor, at, acted }) {
    const as = header(headers, 'as');
    const next = await one<{ case_no: string }>(
      trx,
      'select case_no from cases where source_case_id = ? order by opened_at desc limit 1',
      [caseId],
    );
    const why =
      WHY[String(input.accept?.decision)] ?? WHY[String(input.verify?.handling)] ?? `按${AS[as] ?? as}结案`;
    const reason = next === undefined ? why : `${why},见${next.case_no}`;
    const before = await one<{ outcome: string | null }>(trx, 'select outcome from cases where case_id = ?', [
      caseId,
    ]);
    await trx.raw('update cases set outcome = ?, outcome_reason = ? where case_id = ?', [as, reason, caseId]);
    // The time of the whole matter is now somebody else's; clocks of tasks end with their tasks.
    const running = await rows<{ clock_id: string }>(
      trx,
      `select clock_id from clock where case_id = ? and task_id is null and state = 'open'`,
      [caseId],
    );
    for (const { clock_id } of running) await closeClock(trx, clock_id, actor, at);
    acted('case.closed', as, {
      before: { outcome: before?.outcome ?? null },
      after: { outcome: as },
      more: { reason },
    });
    return {};
  },
});
