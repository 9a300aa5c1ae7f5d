import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { drawExperts, drawFrom } from '../../core/experts.ts';
import { namesOf } from '../../core/people.ts';
import { latestSubmission, submissionsOf } from '../../core/submissions.ts';
import { appoint, eligible, enter, recuse, teamGroups, teamOf, type TeamMember } from '../../core/team.ts';
import type { Trx } from '../../core/db.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

const inTeam = ({ state }: TeamMember): boolean => state !== 'recused';

/**
 * Draws the team of a patrol by lot from the bureau's own people, and experts from the pool (安全生产巡查工作制度): nobody
 * of a unit concerned is ever drawn. Called again after declarations, it keeps who confirmed, lets go who declared an
 * interest, and draws as many anew. Seeds are kept, so that a draw can be repeated. Out: `members` who are to declare
 * now, and the groups of the team. Throws 409 when too few people are left.
 */
export default verb({
  name: '组队抽取专家',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    const plan = (await latestSubmission(trx, caseId, { form: 'patrol.plan' }))?.data ?? {};
    const avoid = [...((plan.objects as string[]) ?? []), ...((plan.avoid as string[]) ?? [])];
    await recuseDeclared(trx, caseId);
    const seed = randomUUID();
    await drawMembers(trx, caseId, Number(plan.headcount), avoid, seed);
    if (plan.needExpert === true)
      await drawExpertise(trx, caseId, (plan.expertFields as string[]) ?? [], avoid, seed);
    const team = await teamOf(trx, caseId);
    const asked = team.filter(({ state }) => state === 'drawn');
    acted('team.drawn', '组队', { more: { told: await toldOf(trx, team), seed, avoid } });
    return {
      members: asked.map(({ account }) => ({ account, group: `person:${account}` })),
      ...teamGroups(caseId),
    };
  },
});

/** Who is in it, by role, and who has withdrawn. */
async function toldOf(trx: Trx, team: TeamMember[]): Promise<string> {
  const names = await namesOf(
    trx,
    team.map(({ account }) => account),
  );
  const listed = (wanted: (member: TeamMember) => boolean) =>
    team
      .filter(wanted)
      .map(({ account }) => names.get(account) ?? account)
      .join('、');
  const parts = [
    ['组长', listed((one) => inTeam(one) && one.role === 'head')],
    ['组员', listed((one) => inTeam(one) && one.role === 'member')],
    ['专家', listed((one) => inTeam(one) && one.role === 'expert')],
    ['已回避', listed((one) => !inTeam(one))],
  ].filter(([, who]) => who !== '');
  return `随机抽取工作组：${parts.map(([role, who]) => `${role}${who}`).join('；')}`;
}

async function recuseDeclared(trx: Trx, caseId: string): Promise<void> {
  const declared = await submissionsOf(trx, caseId, { form: 'recusal' });
  for (const { account, state } of await teamOf(trx, caseId)) {
    const own = declared.find(({ by }) => by === account);
    if (state === 'drawn' && own?.data.hasInterest === 'yes') await recuse(trx, caseId, account);
  }
}

async function drawMembers(
  trx: Trx,
  caseId: string,
  headcount: number,
  avoid: string[],
  seed: string,
): Promise<void> {
  const before = await teamOf(trx, caseId);
  const there = before.filter((member) => inTeam(member) && member.role !== 'expert');
  const pool = await eligible(
    trx,
    avoid,
    before.map(({ account }) => account),
  );
  const { drawn, missing } = drawFrom(
    pool.map(({ account }) => ({ account, fields: [] })),
    { fields: [], count: headcount - there.length, seed },
  );
  if (missing > 0) throw conflict(`可抽取的组员不足：还差${missing}人，请减少人数或调整须避开的单位`);
  await enter(
    trx,
    caseId,
    drawn.map(({ account }) => account),
    'member',
    seed,
  );
  if (there.some(({ role }) => role === 'head')) return;
  const leads = new Set(pool.filter((one) => one.leads).map(({ account }) => account));
  const head = drawn.find(({ account }) => leads.has(account))?.account ?? there[0]?.account;
  if (head === undefined) throw conflict('抽取的组员中没有可以担任组长的人员');
  await appoint(trx, caseId, head);
}

/** One expert for each field that was asked for; a field nobody can serve stops the draw. */
async function drawExpertise(
  trx: Trx,
  caseId: string,
  fields: string[],
  avoid: string[],
  seed: string,
): Promise<void> {
  const team = await teamOf(trx, caseId);
  const there = team.filter((member) => inTeam(member) && member.role === 'expert').length;
  const wanted = fields.length - there;
  if (wanted <= 0) return;
  const { drawn, uncovered } = await drawExperts(trx, caseId, {
    fields,
    count: wanted,
    excludeUnits: avoid,
    excludeAccounts: team.map(({ account }) => account),
    seed: `${caseId}:${seed}`,
  });
  if (drawn.length === 0) throw conflict(`专家库中没有可以抽取的专家：${uncovered.join('、')}`);
  await enter(
    trx,
    caseId,
    drawn.map(({ account }) => account),
    'expert',
    seed,
  );
}
