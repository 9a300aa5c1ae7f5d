import { Type } from '@sinclair/typebox';
import { one, rows } from '../../core/db.ts';
import { suggestUnits, type RoutingRow } from '../../core/hazard-routing.ts';
import { notFound } from '../../core/errors.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

interface Head {
  category: string | null;
  industry: string | null;
  street: string | null;
}

/**
 * Suggests who should handle the hazard: the sector department of the routing table, else the street of the place
 * (街镇托底). 安委办 confirms or changes it; the suggestion waits in the case for form hazard.order.
 */
export default verb({
  name: '推荐承办单位',
  input: Type.Object({ caseId: uuid, streetGroup: maybe(text) }),
  async run({ input, caseId, trx, acted }) {
    const head = await one<Head>(
      trx,
      `select c.facts->>'category' as category, f.industry, f.street_unit_id as street
       from cases c left join firm f on f.uscc = c.firm_uscc where c.case_id = ?`,
      [caseId],
    );
    if (head === undefined) throw notFound('没有这件案件');
    const table = await rows<RoutingRow>(trx, 'select * from hazard_routing order by id');
    const street = input.streetGroup?.startsWith('street:')
      ? input.streetGroup.slice('street:'.length)
      : head.street;
    const suggestion = suggestUnits(table, { category: head.category, industry: head.industry, street });
    await trx.raw(
      `update cases set facts = facts || jsonb_build_object('suggestion', ?::jsonb) where case_id = ?`,
      [JSON.stringify(suggestion), caseId],
    );
    acted('hazard.routed', 'hazard.route', {
      after: { lead: suggestion[0]!.unitId, why: suggestion[0]!.why },
    });
    return {};
  },
});
