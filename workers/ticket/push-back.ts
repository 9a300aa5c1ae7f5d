import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { enqueue } from '../../core/outbox.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const HOTLINE = '12345';
/** The platform's field holds so many characters. */
const LONGEST = 2000;
const STATUS: Record<string, string> = {
  'struck-off': '已办结',
  unfounded: '经核查不属实',
  transferred: '已移交',
  merged: '已并案',
  refused: '已依法处理',
  rejected: '不予受理',
};

/**
 * Gives the result of a 12345 ticket back to the platform: an answer row, and the outbox carries it (the carrier stamps
 * it when it is acknowledged). The content is what the reporter was told; nothing goes for any other source.
 */
export default verb({
  name: '回传工单结果',
  input: Type.Object({ caseId: uuid, ticketNo: maybe(text), source: maybe(text), outcome: maybe(text) }),
  async run({ input, caseId, trx, at, actor, acted }) {
    const head = await one<{
      case_no: string;
      ticket_no: string | null;
      source: string | null;
      content: string | null;
    }>(
      trx,
      `select c.case_no, c.facts->>'ticketNo' as ticket_no, c.source,
         (select a.content from answer a where a.case_id = c.case_id and a.kind = 'reporter' order by a.at desc limit 1) as content
       from cases c where c.case_id = ?`,
      [caseId],
    );
    const ticketNo = input.ticketNo ?? head?.ticket_no;
    if (!ticketNo || (input.source ?? head?.source) !== HOTLINE) return {};
    const status = STATUS[input.outcome ?? ''] ?? '已办结';
    const content = [...(head?.content || `案件${head?.case_no ?? ''}${status}`)].slice(0, LONGEST).join('');
    const answerId = randomUUID();
    await trx('answer').insert({
      answer_id: answerId,
      case_id: caseId,
      kind: 'push-back',
      way: '12345回传',
      at,
      content,
      by: actor.account,
    });
    await enqueue(trx, caseId, { kind: 'ticket', ticketNo, answerId, status, content });
    acted('ticket.pushed-back', ticketNo, { after: { status, content }, more: { answerId } });
    return {};
  },
});
