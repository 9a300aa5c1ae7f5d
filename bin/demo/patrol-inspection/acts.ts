import { everyRow, said, type Act, type Form } from '../acts/act.ts';
import type { Hand } from '../hand.ts';
import { STAFF, withOfficer } from '../people.ts';
import { findingsAt, planOf } from './world.ts';

/** 方案 → 组队. */
const planActs: Record<string, Act> = {
  'draft-plan': {
    by: () => STAFF.dispatcher,
    fill: ({ world, task, inDays }) => ({
      title: task.data.title,
      kind: task.data.kind,
      basis: task.data.basis,
      objects: planOf(world).objects.map(({ unit }) => unit),
      from: inDays(3),
      to: inDays(12),
      focus: ['责任落实', '隐患排查治理'],
      noNotice: planOf(world).noNotice,
      needExpert: planOf(world).expertFields.length > 0,
      ...(planOf(world).expertFields.length > 0 ? { expertFields: planOf(world).expertFields } : {}),
      headcount: 6,
    }),
    tell: (form) =>
      `编制方案:巡查${(form.objects as string[]).length}个单位,${form.noNotice === true ? '四不两直' : '发通知'}`,
  },
  'approve-plan': {
    by: () => STAFF.leader,
    fill: ({ signature }) => ({ decision: 'agree', opinion: '同意。', signature }),
    tell: (form) => (form.decision === 'agree' ? '同意方案' : `退回:${said(form.opinion)}`),
  },
  'confirm-team': {
    fill: ({ signature }) => ({ hasInterest: 'no', signature }),
    tell: (form) => (form.hasInterest === 'no' ? '声明无回避情形' : `申请回避:${said(form.reason)}`),
  },
};

/** 实地巡查: checklist, talk, expert, clue. */
const fieldActs: Record<string, Act> = {
  inspect: {
    fill: async (hand) => ({
      visited: 'yes',
      startedAt: hand.now,
      officers: withOfficer(hand.account),
      place: hand.world.place,
      checks: everyRow(hand, 'checks', { result: '符合' }),
      findings: await Promise.all(
        findingsAt(hand.world, objectOf(hand)).map(async (found) => ({
          clauseNo: found.clause,
          kind: found.kind,
          level: found.level ?? '一般',
          dueOn: hand.inDays(found.days ?? 30),
          fact: found.fact,
          demand: found.demand,
          dutyUnit: objectOf(hand),
          ...(found.firm === undefined ? {} : { firm: found.firm }),
          article: hand.world.article,
          photos: await hand.photos(1, 2),
        })),
      ),
      partyView: 'agree',
      signature: await hand.theirSignature(),
    }),
    tell: (form) => `现场检查:逐项核对,发现问题${((form.findings as unknown[] | undefined) ?? []).length}个`,
  },
  'talk-and-read': {
    fill: async ({ now, world, account, theirSignature }) => ({
      kind: '谈话',
      startedAt: now,
      endedAt: now,
      place: world.place,
      persons: [{ name: '单位分管负责人', post: '副职' }],
      recorders: withOfficer(account),
      content: '与分管负责人谈话,查阅责任制、隐患台账和会议记录,了解履职情况。',
      signature: await theirSignature(),
    }),
    tell: (form) => `谈话与查阅:${said(form.content)}`,
  },
  'expert-view': {
    fill: ({ account, signature, world, task }) => ({
      expert: account,
      field: task.data.field ?? planOf(world).expertFields[0],
      facts: '查看现场设备和运行记录,与检查表逐项核对。',
      opinion: '设备总体受控,个别防护措施需要完善,建议结合整改一并落实。',
      riskLevel: '一般',
      noInterest: true,
      signature,
    }),
    tell: (form) => `专家意见:${said(form.opinion)}`,
  },
  'log-lead': {
    fill: async (hand) => ({
      source: hand.task.data.source,
      receivedAt: hand.task.data.receivedAt,
      content: hand.task.data.content,
      object: hand.task.data.object,
      kind: '履责问题',
      keep: 'yes',
      dueOn: hand.inDays(30),
      demand: '核实并整改群众反映的问题。',
      photos: await hand.photos(),
    }),
    tell: (form) => `登记群众线索:${said(form.content)}`,
  },
};

/** 清单 → 单位意见 → 报告. */
const reportActs: Record<string, Act> = {
  'confirm-list': {
    fill: (hand) => ({
      findings: rowsOf(hand, 'findings').map(({ kind, level, dueOn }) => ({
        kind,
        level,
        dueOn,
        keep: '列入清单',
      })),
      signature: hand.signature,
    }),
    tell: (form) => `确认问题清单,共${(form.findings as unknown[]).length}个`,
  },
  comment: {
    fill: (hand) => ({
      findings: everyRow(hand, 'findings', { attitude: '认可' }),
      leader: '单位主要负责人',
      signature: hand.signature,
    }),
    tell: (form) =>
      (form.findings as Form[]).some(({ attitude }) => attitude === '异议') ? '提出异议' : '认可问题清单',
  },
  reconsider: {
    fill: (hand) => ({
      findings: everyRow(hand, 'findings', { ruling: '维持', reason: '经复核,事实清楚。' }),
      signature: hand.signature,
    }),
    tell: (form) => `复议:${(form.findings as Form[]).map(({ ruling }) => String(ruling)).join('、')}`,
  },
  'write-report': {
    fill: (hand) => ({
      overall:
        '巡查组按照方案对各单位履行安全生产职责情况进行了检查,查阅资料、个别谈话、现场核对相结合。总体看,各单位责任体系基本健全,隐患排查治理和教育培训有记录、有跟踪;同时也存在责任落实层层递减、隐患整改闭环不严、记录不完整等问题,需要认真整改,举一反三,防止反弹。',
      scores: rowsOf(hand, 'scores').map(({ unit, clause, basis }) => ({ unit, clause, basis, deduct: 2 })),
      advice: '逐项制定整改方案,明确责任人和期限,按期报告整改情况。',
      ...(rowsOf(hand, 'transfers').length > 0 ? { transfers: rowsOf(hand, 'transfers') } : {}),
      signature: hand.signature,
    }),
    tell: (form) => `撰写巡查报告,扣分${((form.scores as unknown[] | undefined) ?? []).length}项`,
  },
  'approve-report': {
    by: () => STAFF.leader,
    fill: ({ signature }) => ({ decision: 'agree', opinion: '同意。', signature }),
    tell: (form) => (form.decision === 'agree' ? '审定报告' : `退回:${said(form.opinion)}`),
  },
};

/** 整改方案 → 回头看. */
const mendActs: Record<string, Act> = {
  'make-plan': {
    fill: (hand) => ({
      goal: '问题整改到位,制度健全,不再发生。',
      measures: [
        {
          measure: '完善制度并组织落实',
          owner: hand.account,
          dueOn: hand.inDays(20),
          proof: '制度文件和记录',
        },
      ],
      leader: hand.account,
      interim: '整改期间加强检查和值守。',
      approvedBy: hand.signature,
    }),
    tell: () => '报整改方案,主要负责人签发',
  },
  'review-plan': {
    by: () => STAFF.dispatcher,
    fill: (hand) => ({
      points: everyRow(hand, 'points', { result: '符合' }),
      decision: 'fit',
      opinion: '措施可行,同意实施。',
    }),
    tell: (form) => (form.decision === 'fit' ? '整改方案合格' : `整改方案退回:${said(form.opinion)}`),
  },
  'look-back': {
    fill: async (hand) => ({
      sample: await Promise.all(
        rowsOf(hand, 'sample').map(async () => ({ result: '保持', photo: await hand.photos() })),
      ),
      visitedAt: hand.now,
      place: hand.world.place,
      conclusion: '抽查的问题整改成效保持良好。',
    }),
    tell: (form) =>
      `回头看抽查${(form.sample as Form[]).length}个,${(form.sample as Form[]).some(({ result }) => result === '反弹') ? '有反弹' : '无反弹'}`,
  },
};

/** Rows the product laid out in a list. */
const rowsOf = (hand: Hand, field: string): Form[] => (hand.task.data[field] as Form[] | undefined) ?? [];

/** The unit a task of the field work is about. */
const objectOf = (hand: Hand): string => String(hand.task.data.object);

export const patrolActs: Record<string, Act> = { ...planActs, ...fieldActs, ...reportActs, ...mendActs };
