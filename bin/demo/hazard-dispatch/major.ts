import { accountOf, STAFF } from '../people.ts';
import { everyRow, said, type Act, type Form } from '../acts/act.ts';
import type { Hand } from '../hand.ts';

const control =
  (measures: string[]) =>
  async (hand: Hand): Promise<Form> => ({
    measures,
    reason: hand.world.found,
    articles: [hand.world.article],
    approvedBy: STAFF.leader,
    from: hand.now,
    until: hand.inDays(25),
    decisionNo: hand.task.data.decisionNo ?? '杨应急现决〔2026〕1号',
    deliveredAt: hand.now,
    receiver: '单位主要负责人',
    signature: await hand.theirSignature(),
    crimeSign: 'no',
  });

const tellControl = (form: Form): string =>
  `${(form.measures as string[]).join('、')},决定书${said(form.decisionNo)}`;

/** 重大隐患: measures at once, plan; and force where somebody refuses. */
export const majorActs: Record<string, Act> = {
  control: { by: () => STAFF.officer, fill: control(['撤出人员', '停止使用设备']), tell: tellControl },
  force: { by: () => STAFF.officer, fill: control(['停产停业']), tell: tellControl },
  'force-major': { by: () => STAFF.officer, fill: control(['停产停业']), tell: tellControl },
  'hand-over-referral': {
    by: () => STAFF.officer,
    fill: async ({ now, papers }) => ({
      what: '案件移送',
      to: 'gongan',
      sentAt: now,
      papers: ['移送书', '调查报告'],
      receipt: await papers('公安回执'),
      receiver: '治安支队联络员',
    }),
    tell: () => '移送公安,取得回执',
  },
  'major-plan': {
    by: ({ firm, handler }) => accountOf(firm ?? handler),
    fill: (hand) => ({
      goal: '消除重大事故隐患,作业条件达到规定要求。',
      methods: hand.world.done,
      funds: '自筹资金,已列入当年安全生产费用。',
      fundsAmount: '86000.00',
      staff: [{ name: '主要负责人', post: '总经理', duty: '总负责' }],
      deadline: hand.inDays(20),
      safety: '治理期间停止作业、切断电源,配备灭火器材,安排专人值守。',
      signature: hand.signature,
    }),
    tell: (form) => `报治理方案,时限${String(form.deadline)}`,
  },
  'review-major': {
    by: ({ handler }) => accountOf(handler),
    fill: (hand) => ({
      points: everyRow(hand, 'points', { result: '符合' }),
      decision: 'fit',
      opinion: '六项内容齐全,同意实施。',
    }),
    tell: (form) => (form.decision === 'fit' ? '治理方案合格' : `治理方案不合格:${said(form.opinion)}`),
  },
};
