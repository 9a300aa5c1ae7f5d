import { Type } from '@sinclair/typebox';
import { limitOf } from '../../core/limit.ts';
import { submissionsOf } from '../../core/submissions.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const TAKE = 'hazard.take';
const RULE = 'hazard.rule';

/**
 * How often the order was returned since a leader last assigned it, and how often it may be (`return.limit`). Counted
 * from what was handed in, so that a repeated run counts nothing twice.
 */
export default verb({
  name: '记一次退单',
  input: Type.Object({ caseId: uuid, handlerGroup: maybe(text) }),
  async run({ input, caseId, trx, acted }) {
    const steps = await submissionsOf(trx, caseId, { form: [TAKE, RULE] });
    const assigned = steps.findIndex(
      ({ form_id, element_id }) => form_id === RULE && element_id === 'assign',
    );
    const since = assigned < 0 ? steps : steps.slice(0, assigned);
    const returnCount = since.filter(
      ({ form_id, data }) => form_id === TAKE && data.decision === 'return',
    ).length;
    const returnLimit = await limitOf(trx, 'return.limit');
    acted('hazard.returned', 'hazard.count-return', {
      after: { returnCount, returnLimit, by: input.handlerGroup },
    });
    return { returnCount, returnLimit };
  },
});
