import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { prepare } from '../../core/prepared.ts';
import { latestSubmission, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** Writes what 通报 and 问责建议书 say, from the leader's conclusion. Throws 409 before there is one. */
export default verb({
  name: '拟定通报事由',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    const effect = await latestSubmission(trx, caseId, { form: 'talk.effect' });
    if (effect === undefined) throw conflict('还没有约谈效果结论，不能拟通报');
    const fact = textOf(effect.data, 'opinion');
    await prepare(trx, caseId, 'circular', fact);
    await prepare(trx, caseId, 'accountability', fact);
    acted('talk.circular', effect.element_id, { after: { text: fact } });
    return {};
  },
});
