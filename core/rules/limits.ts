import { Type } from '@sinclair/typebox';
import { badRequest } from '../errors.ts';
import type { LegalAmount, LegalPack } from '../legal-pack.ts';
import { nearMatches } from '../near.ts';
import { amountOf, cite, contains, count, defineRule, fields, maxOf, minOf, need } from './rule.ts';

/** Keys of the pack that limit how often something may happen. */
export const limitKeys = (pack: LegalPack): string[] =>
  [...pack.amounts.values()]
    .filter((row) => row.unit === '次' && row.windows.length === 0)
    .map((row) => row.key);

/**
 * Whether a number of times has reached its limit. `count` counts what the row's name counts: failed rechecks,
 * returned orders, postponements, repeated invitations, repeated handling; at the limit the next way is taken.
 */
export const limitReached = defineRule({
  name: 'limit.reached',
  titleZh: '是否达到次数上限',
  keys: [
    'rectify.fail-limit',
    'return.limit',
    'talk.postpone.max',
    'talk.absent.max',
    'redo.max',
    'notice.weak-limit',
  ],
  input: fields({
    key: Type.String({ minLength: 1, maxLength: 60, title: '次数条目' }),
    count: count('已发生次数'),
  }),
  decide: ({ key, count: times }, { pack }) => {
    const known = limitKeys(pack);
    if (!known.includes(key)) {
      const offered = nearMatches(key, known);
      const message = `没有次数条目 ${key}，可选：${(offered.length > 0 ? offered : known).join('、')}`;
      throw badRequest('输入有误', [{ path: 'key', message }]);
    }
    const row = amountOf(pack, key);
    const limit = Number(maxOf(row) / 100n);
    return { reached: times >= limit, limit, left: Math.max(0, limit - times), ...cite(row) };
  },
});

/** How many closed findings a look-back must sample, and whether a sample is large enough. */
export const lookbackSample = defineRule({
  name: 'lookback.sample',
  titleZh: '回头看抽查数量',
  keys: ['lookback.sample'],
  input: fields({ total: count('问题总数'), sampled: Type.Optional(count('已抽查数')) }),
  decide: ({ total, sampled }, { pack }) => {
    const row = amountOf(pack, 'lookback.sample');
    const least = leastOf(row, total);
    return {
      minimum: least,
      maximum: total,
      enough: sampled === undefined ? null : sampled >= least,
      ...cite(row),
    };
  },
});

/** How many answers to a notice must be looked at on the spot. */
export const noticeSample = defineRule({
  name: 'notice.sample',
  titleZh: '抄告反馈抽查数量',
  keys: ['notice.sample'],
  input: fields({ total: count('承办单位总数') }),
  decide: ({ total }, { pack }) => {
    const row = amountOf(pack, 'notice.sample');
    return { minimum: leastOf(row, total), maximum: total, ...cite(row) };
  },
});

/** A share of a thing can't be sampled: the smallest whole number that reaches the share. */
const leastOf = (row: LegalAmount, total: number): number =>
  Number((BigInt(total) * minOf(row) + 9_999n) / 10_000n);

/** Whether a patrol team has the right size. */
export const patrolTeam = defineRule({
  name: 'patrol.team',
  titleZh: '巡查组人数',
  keys: ['patrol.team.size'],
  input: fields({ members: count('人数', 1_000) }),
  decide: ({ members }, { pack }) => {
    const row = amountOf(pack, 'patrol.team.size');
    return { fit: contains(row, BigInt(members) * 100n), minimum: row.min, maximum: row.max, ...cite(row) };
  },
});

/** Whether a patrol score leads to a talk. */
export const patrolScore = defineRule({
  name: 'patrol.score',
  titleZh: '巡查评分是否触发约谈',
  keys: ['patrol.score.talk'],
  input: fields({ score: Type.Number({ minimum: 0, maximum: 1_000, title: '评分' }) }),
  decide: ({ score }, { pack }) => {
    const row = amountOf(pack, 'patrol.score.talk');
    return { talk: contains(row, BigInt(Math.round(score * 100))), below: row.max, ...cite(row) };
  },
});

/** Whether enough officers with a licence took part (行政处罚法 art. 42). */
export const officersEnough = defineRule({
  name: 'officers.enough',
  titleZh: '执法人员是否足够',
  keys: ['probe.officers'],
  input: fields({ officers: count('持执法证人数', 1_000) }),
  decide: ({ officers }, { pack }) => {
    const row = amountOf(pack, 'probe.officers');
    return { enough: contains(row, BigInt(officers) * 100n), minimum: row.min, ...cite(row) };
  },
});

const position = (title: string) =>
  Type.Object(
    {
      latitude: Type.Number({ minimum: -90, maximum: 90, title: '纬度' }),
      longitude: Type.Number({ minimum: -180, maximum: 180, title: '经度' }),
    },
    { additionalProperties: false, title },
  );

/** Whether the verifier stood near enough to the place. */
export const verifyDistance = defineRule({
  name: 'verify.distance',
  titleZh: '核查到场距离',
  keys: ['verify.distance'],
  input: fields({
    metres: Type.Optional(Type.Number({ minimum: 0, maximum: 40_000_000, title: '距离（米）' })),
    place: Type.Optional(position('应到位置')),
    at: Type.Optional(position('实到位置')),
  }),
  decide: ({ metres, place, at }, { pack }) => {
    const row = amountOf(pack, 'verify.distance');
    const why = '请填写距离，或者填写两处经纬度';
    const far = metres ?? distanceMetres(need(place, 'place', why), need(at, 'at', why));
    return {
      within: contains(row, BigInt(Math.round(far * 100))),
      metres: Math.round(far),
      maxMetres: row.max,
      ...cite(row),
    };
  },
});

/** Great-circle distance in metres of two positions in degrees (both in the same coordinate system). */
export function distanceMetres(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const dLat = Math.sin(radians(b.latitude - a.latitude) / 2);
  const dLon = Math.sin(radians(b.longitude - a.longitude) / 2);
  const h = dLat ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * dLon ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)));
}
