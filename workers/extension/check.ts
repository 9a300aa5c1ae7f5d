import { Type } from '@sinclair/typebox';
import { lockClock } from '../../core/clocks.ts';
import { notFound } from '../../core/errors.ts';
import { approverOf, lockExtension, noteRefusal, refusalsOf } from '../../core/extension-decision.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Whether an application for a longer time may be heard at all (legal-rules §5): lodged before expiry and with the
 * lead its row asks for, within the ceiling, not more often than allowed, for a clock that still runs. What stands in
 * the row of the application counts, not what the message said. Gives the group that decides.
 */
export default verb({
  name: '核对申请条件',
  input: Type.Object({ caseId: uuid, clockId: uuid, requestId: uuid }),
  async run({ input, trx, acted }) {
    const clock = await lockClock(trx, input.clockId);
    const request = await lockExtension(trx, input.requestId);
    if (clock === undefined || request?.clock_id !== clock.clock_id) throw notFound('没有这份延期申请');
    const refusals = await refusalsOf(trx, clock, request);
    const refusedRule = refusals[0]?.code ?? null;
    const reason = refusals.map(({ message }) => message).join(';');
    if (refusedRule !== null && request.state === 'requested')
      await noteRefusal(trx, input.requestId, refusedRule, reason);
    const approver = refusedRule === null ? await approverOf(trx, clock) : null;
    acted('extension.checked', clock.key, {
      after: { admissible: refusedRule === null, refusedRule, approver },
      more: {
        clockId: clock.clock_id,
        extensionId: input.requestId,
        ...(reason ? { reason } : {}),
      },
    });
    return { admissible: refusedRule === null, approverGroup: approver, refusedRule };
  },
});
