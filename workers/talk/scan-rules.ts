import { Type } from '@sinclair/typebox';
import { objectOf } from '../../core/object.ts';
import { hitsOf, ruleStates } from '../../core/talk-scan.ts';
import { verb } from '../verb.ts';

/** So many talks are raised at once; the rest is found by the next scan (variables stay below 8 kB). */
const MOST_HITS = 25;

/**
 * Applies every rule that can be measured. Gives `hits`, a list of {triggerId, rule, unitId, unitGroup, causes, caseId};
 * `triggerId` names rule, unit and the day on which what is counted began, so that the same facts never raise two talks.
 * Works in no case: each hit names the one it comes from. That it scanned, and how much it found, stays in `talk_scan`.
 */
export default verb({
  name: '按规则扫描约谈',
  input: Type.Object({}),
  async run({ trx, at }) {
    const found = [];
    for (const rule of await ruleStates(trx)) found.push(...(await hitsOf(trx, rule)));
    const hits = [];
    for (const { since, ...hit } of found.slice(0, MOST_HITS)) {
      const object = await objectOf(trx, hit.unitId);
      const [cause = ''] = hit.causes;
      hits.push({
        triggerId: `${hit.rule}-${hit.unitId}-${since}-${cause.slice(0, 8)}`,
        ...hit,
        unitGroup: object?.group ?? null,
      });
    }
    await trx('talk_scan').insert({ at, hits: hits.length, capped: found.length > hits.length });
    return { hits };
  },
});
