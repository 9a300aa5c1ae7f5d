import { Type } from '@sinclair/typebox';
import { claimCase } from '../../core/case-fence.ts';
import { enqueue } from '../../core/outbox.ts';
import { openCalledCase } from '../../core/called-case.ts';
import { maybe, text, uuid } from '../input.ts';
import { LEFT_OPEN, verb } from '../verb.ts';

/**
 * First step of every process that owns a case: binds the case to this engine instance and tells it the 案号. The case
 * row was written before the engine heard of it; a called process gets its row here. A second instance of the same
 * case (a start whose reply was lost) is cancelled and its job never completed, so that it does nothing at all.
 */
export default verb({
  name: '建案',
  input: Type.Object({
    caseId: maybe(uuid),
    parentCaseId: maybe(uuid),
    findingId: maybe(text),
    sourceId: maybe(text),
    level: maybe(text),
    unitId: maybe(text),
    handlerGroup: maybe(text),
  }),
  async run({ input, job, trx, actor, acted }) {
    const called = input.caseId ? undefined : await openCalledCase(trx, actor, job, input);
    const caseId = input.caseId ?? called!.caseId;
    const claimed = await claimCase(trx, caseId, job);
    if (!claimed.won) {
      await enqueue(trx, caseId, { kind: 'cancel', instanceKey: job.instanceKey });
      acted('case.second-start', job.instanceKey, {
        after: { cancelled: job.instanceKey },
        more: { holder: claimed.holder, status: claimed.status },
      });
      return LEFT_OPEN;
    }
    acted('case.claimed', job.process, { after: { instanceKey: job.instanceKey, caseNo: claimed.caseNo } });
    return {
      ...called?.variables,
      caseId,
      caseNo: claimed.caseNo,
      ownerGroup: claimed.ownerGroup,
      lawPackVersion: claimed.lawPackVersion,
    };
  },
});
