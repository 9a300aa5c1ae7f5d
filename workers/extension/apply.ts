import { Type } from '@sinclair/typebox';
import { notFound } from '../../core/errors.ts';
import { grantExtension, lockExtension, refuseExtension } from '../../core/extension-decision.ts';
import { latestSubmission, textOf } from '../../core/submissions.ts';
import { context, diagramFault, header, maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Carries out what was decided on an application: header `as` is `granted` (the due date moves) or `refused` (by a
 * person, or by the rule that made it inadmissible). An application that has its end already is left alone.
 */
export default verb({
  name: '执行延期决定',
  input: Type.Object({
    caseId: uuid,
    clockId: uuid,
    requestId: uuid,
    decide: maybe(context),
    refusedRule: maybe(text),
  }),
  async run({ input, headers, caseId, trx, acted }) {
    const as = header(headers, 'as');
    const request = await lockExtension(trx, input.requestId);
    if (request === undefined) throw notFound('没有这份延期申请');
    if (request.state !== 'requested') return {};
    const decision = await latestSubmission(trx, caseId, {
      form: 'extension.decide',
      scopeId: input.clockId,
    });
    // An older request of the same clock has a decision of its own.
    const decided = decision && decision.at >= request.requested_at ? decision : undefined;
    const by = decided?.by ?? 'system';
    const reason = textOf(decided?.data, 'reason') || textOf(request.data, 'refusal');
    const more = { clockId: input.clockId, extensionId: request.extension_id, by, reason };
    if (as === 'refused') {
      const key = await refuseExtension(trx, request, { by, reason, rule: input.refusedRule ?? null });
      acted('extension.refused', key, { after: { refusedRule: input.refusedRule ?? null }, more });
    } else if (as === 'granted') {
      const days = Number(decided?.data.grantedDays ?? input.decide?.grantedDays);
      const { key, before, after } = await grantExtension(trx, request, { by, reason, days });
      acted('extension.granted', key, { before: { dueAt: before }, after: { dueAt: after, days }, more });
    } else throw diagramFault(`延期决定不能是“${as}”`);
    return {};
  },
});
