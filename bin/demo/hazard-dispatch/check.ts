import { accountOf, STAFF, withOfficer } from '../people.ts';
import { said, type Act } from '../acts/act.ts';

const HANDLINGS: Record<string, string> = {
  onspot: '当场整改',
  order: '责令限期整改',
  major: '按重大隐患处置',
  case: '移交立案',
  unfounded: '不属实',
  hidden: '瞒报事故属实',
};

/** 先行联系 → 现场核查 → 结论. */
export const checkActs: Record<string, Act> = {
  contact: {
    by: ({ handler }) => accountOf(handler),
    fill: ({ now }) => ({ contactedAt: now, way: '电话', reached: 'yes' }),
    tell: (form) => (form.reached === 'yes' ? '电话联系举报人,核对位置和情况' : '电话联系举报人,未接通'),
  },
  verify: {
    by: ({ handler }) => accountOf(handler),
    fill: async (hand) => ({
      arrivedAt: hand.now,
      officers: withOfficer(hand.account),
      place: hand.world.place,
      truth: 'yes',
      facts: hand.world.found,
      beforePhotos: await hand.photos(2, 5),
      handling: 'order',
      articles: [hand.world.article],
      rectifyBy: hand.inDays(20),
      demand: hand.world.demand,
      signature: await hand.theirSignature(),
    }),
    tell: (form) => `两人现场核查:${said(form.facts)};${HANDLINGS[String(form.handling)]}`,
  },
  'expert-view': {
    by: () => STAFF.expert,
    fill: ({ account, signature, world }) => ({
      expert: account,
      field: '电气',
      facts: world.found,
      opinion: '隐患事实清楚,建议立即采取防护措施,整改完成后再恢复使用。',
      riskLevel: '一般',
      noInterest: true,
      signature,
    }),
    tell: (form) => `专家意见:${said(form.opinion)}`,
  },
  'write-unfounded': {
    by: ({ handler }) => accountOf(handler),
    fill: async ({ now, world, account, theirSignature }) => ({
      kind: '核查书面材料',
      startedAt: now,
      endedAt: now,
      place: world.place,
      recorders: withOfficer(account),
      content: '经两人现场查看并询问现场人员,调阅近三个月记录,未发现举报反映的情况,举报内容不属实。',
      signature: await theirSignature(),
    }),
    tell: (form) => `书写核查材料(${(form.recorders as string[]).length}人署名)`,
  },
  'approve-close': {
    by: () => STAFF.striker,
    fill: ({ signature }) => ({ decision: 'agree', opinion: '材料齐全,同意办结。', signature }),
    tell: (form) => (form.decision === 'agree' ? '同意办结' : `退回:${said(form.opinion)}`),
  },
};
