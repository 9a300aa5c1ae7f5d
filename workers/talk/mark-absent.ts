import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { limitOf } from '../../core/limit.ts';
import { moment } from '../../core/paper/form-rows.ts';
import { prepare } from '../../core/prepared.ts';
import { textOf } from '../../core/submissions.ts';
import { absences, roundOf } from '../../core/talk-rounds.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

const HOW: Record<string, string> = { absent: '无正当理由缺席', deputy: '未经同意由他人代替' };

/**
 * Notes that the unit did not come, and writes what the circular says. The last absence that is allowed
 * (`talk.absent.max`), or the wish to call it to account, is the outcome of the case. Gives `absentCount`.
 */
export default verb({
  name: '记录缺席',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    const round = await roundOf(trx, caseId);
    const arrival = round.find(({ form_id }) => form_id === 'talk.arrival');
    if (arrival === undefined) throw conflict('还没有到场登记，不能记录缺席');
    const absentCount = absences(round);
    const how = HOW[textOf(arrival.data, 'status')] ?? HOW.absent!;
    const when = moment(arrival.at.toISOString());
    const fact = `${when}登记：你单位${how}约谈，累计${absentCount}次。说明：${textOf(arrival.data, 'absentReason')}`;
    await prepare(trx, caseId, 'circular', fact);
    await prepare(trx, caseId, 'accountability', fact.replaceAll('你单位', '该单位'));
    const over = arrival.data.next !== 'again' || absentCount > (await limitOf(trx, 'talk.absent.max'));
    if (over)
      await trx.raw(`update cases set outcome = 'accountability', outcome_reason = ? where case_id = ?`, [
        `约谈${how}${absentCount}次，移送问责`,
        caseId,
      ]);
    acted('talk.absent', arrival.element_id, { after: { absentCount, text: fact } });
    return { absentCount };
  },
});
