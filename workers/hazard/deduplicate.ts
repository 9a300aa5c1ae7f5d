import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Is this report about a matter already being handled? Only what is certain counts: the same ticket number, or the same
 * firm, category and address word for word; anything less is for people, whom the form warns. Only an older case can
 * be the one that goes on, so that two equal reports never give way to each other.
 */
export default verb({
  name: '查重',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    const older = await one<{ case_id: string; case_no: string; same_ticket: boolean }>(
      trx,
      `select o.case_id, o.case_no, coalesce(o.facts->>'ticketNo' = c.facts->>'ticketNo', false) as same_ticket
       from cases c join cases o on o.process = c.process and o.case_id <> c.case_id and o.status in ('opening', 'open')
         and o.outcome is distinct from 'merged' and (o.opened_at, o.case_id) < (c.opened_at, c.case_id)
       where c.case_id = ? and (
         o.facts->>'ticketNo' = c.facts->>'ticketNo'
         or (o.facts->>'place' = c.facts->>'place' and o.facts->>'category' = c.facts->>'category'
             and coalesce(o.firm_uscc, o.facts->>'object') = coalesce(c.firm_uscc, c.facts->>'object')))
       order by o.opened_at, o.case_id limit 1`,
      [caseId],
    );
    const why = older?.same_ticket ? '工单号相同' : '单位、类别、地点均相同';
    acted('hazard.deduplicated', 'hazard.deduplicate', {
      after:
        older === undefined ? { isDuplicate: false } : { isDuplicate: true, duplicateOf: older.case_no, why },
    });
    return { isDuplicate: older !== undefined, duplicateOf: older?.case_id ?? null };
  },
});
