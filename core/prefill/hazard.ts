import { rows, type Trx } from '../db.ts';
import type { Suggestion } from '../hazard-routing.ts';
import { supplementsOf } from '../inbound/supplement.ts';
import { chineseDay, moment } from '../paper/form-rows.ts';
import { namesIn } from '../paper/names.ts';
import { latestSubmission, submissionsOf, textOf } from '../submissions.ts';
import { headOf } from './case.ts';
import { byStep, inCase, short, type PrefillContext, type Resolver } from './types.ts';

/** 12345's kinds of ticket as options of 适用时限; the others keep their own name. */
const KINDS: Record<string, string> = { 督办: '督办复核' };
/** Sources whose reports are 举报; what officials and firms find themselves is 其他. */
const REPORTS = ['962151', '12350', '来信', '来访', '从业人员', '网络'];
/** 安全生产事故隐患排查治理暂行规定 art. 15: the six parts of a plan, with the keys of form hazard.plan. */
const PARTS: [key: string, part: string][] = [
  ['goal', '治理的目标和任务'],
  ['methods', '采取的方法和措施'],
  ['funds', '经费和物资的落实'],
  ['staff', '负责治理的机构和人员'],
  ['deadline', '治理的时限和要求'],
  ['safety', '安全措施和应急预案'],
];

/** What follows from the hazard: routing, returned orders, answers, publicity. */
export const HAZARD: Record<string, Resolver> = {
  'hazard.suggestion': inCase(async (trx, caseId) => {
    const all = await suggestions(trx, caseId);
    const names = await namesIn(
      trx,
      all.map(({ unitId }) => unitId),
    );
    return all.map(({ unitId, why }) => ({
      unit: unitId === null ? '待定' : (names.get(unitId) ?? unitId),
      why,
    }));
  }),
  'hazard.firstSuggestion': inCase(async (trx, caseId) => (await suggestions(trx, caseId))[0]?.unitId),
  'hazard.returnTrail': inCase(returnTrail),
  'hazardPlan.parts': inCase(async (trx, caseId) => {
    const plan = (await latestSubmission(trx, caseId, { form: 'hazard.plan' }))?.data;
    return PARTS.map(([key, part]) => ({ part: short([part, textOf(plan, key)].filter(Boolean).join(':')) }));
  }),
  'ticket.clockKey': inCase(async (trx, caseId) => {
    const facts = (await headOf(trx, caseId))?.facts;
    const [source, kind] = [textOf(facts, 'source'), textOf(facts, 'ticketKind')];
    if (source === '12345') return KINDS[kind] ?? (kind || undefined);
    return REPORTS.includes(source) ? '举报' : '其他';
  }),
  'ticket.toCheck': inCase(async (trx, caseId) =>
    (await supplementsOf(trx, caseId)).map(({ label, text, why }) => ({ label, text, why })),
  ),
  'answer.template': inCase(answer),
  'publicity.kind': byStep({ 'publish-listing': 'hang', delist: 'strike' }),
  'publicity.template': inCase(publicity),
  'referral.what': byStep({
    'hand-over-referral': '案件移送',
    transfer: '案件移送',
    'hand-over': '物品材料移交',
    supervise: '立案监督建议',
  }),
  'referral.to': byStep({
    'hand-over-referral': 'gongan',
    transfer: 'gongan',
    'hand-over': 'gongan',
    supervise: 'jcy',
  }),
};

async function suggestions(trx: Trx, caseId: string): Promise<Suggestion[]> {
  const kept = (await headOf(trx, caseId))?.facts.suggestion;
  return Array.isArray(kept) ? (kept as Suggestion[]) : [];
}

/** Who sent the order or the transfer back, and why. */
async function returnTrail(trx: Trx, caseId: string) {
  const returned = (
    await submissionsOf(trx, caseId, { form: ['hazard.take', 'transfer.accept', 'notice.sign'] })
  ).filter(({ data }) => data.decision === 'return' || data.accepted === 'no' || data.ours === 'no');
  const by = returned.map((submission) => submission.by);
  const units = await rows<{ account: string; name: string }>(
    trx,
    `select p.account, coalesce(u.name_zh, f.name_zh, p.name_zh) as name from person p
     left join unit u on u.unit_id = p.unit_id left join firm f on f.uscc = p.firm_uscc where p.account = any(?)`,
    [by],
  );
  return returned.reverse().map(({ by: account, data, at }) => ({
    unit: units.find((unit) => unit.account === account)?.name ?? account,
    reason: [textOf(data, 'reason'), textOf(data, 'basis')].filter(Boolean).join(':'),
    at: moment(at.toISOString()),
  }));
}

const RESULTS: Record<string, string> = {
  unfounded: '经现场核查，未发现所反映的情况。',
  onspot: '经现场核查，所反映的隐患属实，已督促责任单位当场整改完毕。',
  order: '经现场核查，所反映的隐患属实，已责令责任单位限期整改，并经复查合格后销号。',
  major: '经现场核查，所反映的隐患属实，已按重大事故隐患督促治理，并经验收合格后销号。',
  case: '经现场核查，所反映的情况属实，已督促整改，并对违法行为依法处理。',
};

/** A text to start from, without anything that names a person. */
async function answer(trx: Trx, caseId: string, { task }: PrefillContext): Promise<string | undefined> {
  const head = await headOf(trx, caseId);
  if (head === undefined) return undefined;
  const about = [textOf(head.facts, 'place'), textOf(head.facts, 'category')].filter(Boolean).join('');
  const opening = `您好！您于${chineseDay(head.opened_at)}反映的${about}问题（案号：${head.case_no}）已收悉。`;
  if (task?.element_id === 'inform')
    return `${opening}经审核，决定不予受理，理由：${head.outcome_reason ?? '见告知'}。感谢您对安全生产工作的关心。`;
  const found = await latestSubmission(trx, caseId, { form: 'hazard.verify' });
  return `${opening}${RESULTS[textOf(found?.data, 'handling')] ?? '现已办理完毕。'}感谢您对安全生产工作的关心和监督。`;
}

async function publicity(trx: Trx, caseId: string, { task }: PrefillContext): Promise<string | undefined> {
  const head = await headOf(trx, caseId);
  if (head === undefined) return undefined;
  const object = textOf(head.facts, 'object') || '该单位';
  if (task?.element_id !== 'publish-listing')
    return `${object}的重大事故隐患已按治理方案完成治理，经验收合格，现予摘牌。`;
  const by = textOf(head.facts, 'rectifyBy');
  const until = by ? `，治理期限至${moment(by)}` : '';
  return `${object}存在重大事故隐患：${textOf(head.facts, 'description') || head.title}。现予挂牌督办${until}。`;
}
