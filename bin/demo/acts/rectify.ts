import { accountOf, STAFF, withOfficer } from '../people.ts';
import { everyRow, said, type Act } from './act.ts';

/** rectify-item: put right, checked by another, approved by a third. */
export const rectifyActs: Record<string, Act> = {
  rectify: {
    fill: async ({ world, account, today, photos, signature }) => ({
      measures: world.done,
      owner: account,
      finishedOn: today,
      afterPhotos: await photos(2),
      signature,
    }),
    tell: (form) =>
      form.finishedOn === undefined
        ? `报告未完成:${said(form.unfinished)}`
        : `报告整改情况:${said(form.measures)}`,
  },
  recheck: {
    fill: async (hand) => ({
      way: '现场',
      checkedAt: hand.now,
      place: hand.world.place,
      checkers: withOfficer(hand.account),
      points: everyRow(hand, 'points', { result: '合格' }),
      photos: await hand.photos(),
      fit: 'yes',
      signature: await hand.theirSignature(),
    }),
    tell: (form) => (form.fit === 'yes' ? '复查合格' : `复查不合格:${said(form.failReason)}`),
  },
  accept: {
    by: () => STAFF.acceptor,
    fill: async (hand) => ({
      basis: [hand.world.article],
      checkedAt: hand.now,
      accepters: [...STAFF.officers, STAFF.expert],
      points: everyRow(hand, 'points', { done: '已落实', proof: '查看现场和台账' }),
      photos: await hand.photos(2),
      accepted: 'yes',
      resume: true,
      signature: hand.signature,
    }),
    tell: (form) => (form.accepted === 'yes' ? '执法人员和专家验收通过' : `验收不通过:${said(form.reason)}`),
  },
  'approve-strike-off': {
    by: () => STAFF.striker,
    fill: ({ signature }) => ({ decision: 'agree', opinion: '前后对比清楚,同意销号。', signature }),
    tell: (form) => (form.decision === 'agree' ? '同意销号' : `退回复查:${said(form.opinion)}`),
  },
  'take-over': {
    by: ({ handler }) => accountOf(handler),
    fill: ({ account, signature }) => ({ accepted: 'yes', officer: account, signature }),
    tell: (form) => (form.accepted === 'yes' ? '签收移交事项' : `拒收移交事项:${said(form.reason)}`),
  },
  'rule-transfer': {
    by: () => STAFF.dispatcher,
    fill: ({ signature }) => ({
      ruling: 'return',
      reason: '接收单位理由成立,退回原单位继续整改。',
      signature,
    }),
    tell: (form) => `裁定移交:${form.ruling === 'return' ? '退回原单位' : said(form.unit)}`,
  },
  decide: {
    by: () => STAFF.leader,
    fill: ({ task, signature }) => ({
      decision: 'agree',
      grantedDays: task.data.requestedDays ?? task.data.grantedDays,
      reason: '理由属实,同意延期。',
      signature,
    }),
    tell: (form) => (form.decision === 'agree' ? `批准延期${String(form.grantedDays)}天` : '不同意延期'),
  },
};
