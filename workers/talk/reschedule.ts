import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { moment } from '../../core/paper/form-rows.ts';
import { textOf } from '../../core/submissions.ts';
import { postponements, roundOf } from '../../core/talk-rounds.ts';
import { prepare } from '../../core/prepared.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const WHY: Record<string, string> = {
  'talk.postpone': '应你单位申请',
  'talk.arrival': '因你单位未按要求到场',
};

/**
 * Sets the new day of a talk, from the leader's decision on a request or from the registration of an absence, whichever
 * was last. Gives `talkAt` and `postponeCount`, counted from what was handed in, so that a repeated run counts nothing
 * twice. Throws 409 when neither names a day.
 */
export default verb({
  name: '约谈改期',
  input: Type.Object({ caseId: uuid, talkAt: maybe(text) }),
  async run({ input, caseId, trx, acted }) {
    const round = await roundOf(trx, caseId);
    const named = round.find(({ data }) => textOf(data, 'newTalkAt') !== '');
    if (named === undefined) throw conflict('没有写明新的约谈时间，不能改期');
    const talkAt = textOf(named.data, 'newTalkAt');
    const excused = named.data.justified === 'yes' ? '因你单位有正当理由未能到场' : WHY[named.form_id];
    await prepare(trx, caseId, 'postponedWhy', excused);
    await prepare(trx, caseId, 'newTalkAt', moment(talkAt));
    acted('talk.rescheduled', named.element_id, {
      before: { talkAt: input.talkAt ?? null },
      after: { talkAt },
      more: { submissionId: named.submission_id },
    });
    return { talkAt, postponeCount: postponements(round) };
  },
});
