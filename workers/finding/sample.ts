import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { one, rows, type Trx } from '../../core/db.ts';
import { drawFrom } from '../../core/experts.ts';
import { amountOf, ruleToday } from '../../core/limit.ts';
import { prepare } from '../../core/prepared.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

interface StruckOff {
  finding_id: string;
  no: number;
  fact: string;
}

/**
 * Draws by lot the findings that the look-back visits: at least the share the pack names (`lookback.sample`) of those
 * struck off, never fewer than one. The seed is kept, so that the draw can be repeated. Lays out the list to be checked.
 */
export default verb({
  name: '抽取回头看样本',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, at, acted }) {
    const struckOff = await struckOffOf(trx, caseId);
    const { min: share } = await amountOf(trx, 'lookback.sample');
    const { minimum } = await ruleToday(trx, 'lookback.sample', { total: struckOff.length });
    const seed = randomUUID();
    const { drawn } = drawFrom(
      struckOff.map(({ finding_id }) => ({ account: finding_id, fields: [] })),
      { fields: [], count: Number(minimum), seed },
    );
    const chosen = new Set(drawn.map(({ account }) => account));
    const sample = struckOff.filter(({ finding_id }) => chosen.has(finding_id));
    const round = await one<{ n: number }>(
      trx,
      'select coalesce(max(round), 0)::int + 1 as n from lookback_sample where case_id = ?',
      [caseId],
    );
    if (sample.length > 0)
      await trx('lookback_sample').insert(
        sample.map(({ finding_id }) => ({
          case_id: caseId,
          round: round!.n,
          finding_id,
          seed,
          drawn_at: at,
        })),
      );
    await prepare(
      trx,
      caseId,
      'sample',
      sample.map(({ no, fact }) => ({ no: String(no), item: fact })),
    );
    acted('finding.sampled', '回头看', {
      more: {
        told: `从${struckOff.length}个已销号问题中随机抽取${sample.length}个回头看：${sample.map(({ no }) => `问题${no}`).join('、')}`,
        seed,
        share,
      },
    });
    return {};
  },
});

/** Struck off in this case, or in the case a firm's hazard was called as: the item bears the finding's id in both. */
const struckOffOf = (trx: Trx, caseId: string): Promise<StruckOff[]> =>
  rows<StruckOff>(
    trx,
    `select f.finding_id, f.no, f.fact from finding f join item i on i.item_id = f.finding_id
     where f.case_id = ? and f.state = 'settled' and i.state = 'struck-off' order by f.no`,
    [caseId],
  );
