import { everyRow, said, type Act } from '../acts/act.ts';
import { memberOf, STAFF } from '../people.ts';

const DRAFTED = [
  'source',
  'sourceDoc',
  'fromAbove',
  'matter',
  'lead',
  'helpers',
  'demand',
  'feedbackBy',
  'level',
] as const;

/** 拟稿 → 签发, what each unit does, and what goes upward. */
export const noticeActs: Record<string, Act> = {
  draft: {
    by: () => STAFF.dispatcher,
    fill: ({ task, world }) => ({
      ...Object.fromEntries(DRAFTED.map((key) => [key, task.data[key]])),
      demand: task.data.demand ?? world.demand,
    }),
    tell: (form) => `拟抄告单:${said(form.matter)},${String(form.feedbackBy)}前反馈`,
  },
  issue: {
    by: () => STAFF.leader,
    fill: ({ signature }) => ({ decision: 'agree', opinion: '同意抄告,请各单位按期反馈。', signature }),
    tell: (form) => (form.decision === 'agree' ? '签发抄告单' : `退回修改:${said(form.opinion)}`),
  },
  'sign-for': {
    by: (_, { groups }) => memberOf(groups),
    fill: ({ account, signature }) => ({ ours: 'yes', officer: account, phone: '021-65431234', signature }),
    tell: (form) => (form.ours === 'yes' ? '签收抄告单,确定责任人' : `不属本单位职责:${said(form.reason)}`),
  },
  reassign: {
    by: () => STAFF.dispatcher,
    fill: ({ signature }) => ({
      ruling: 'keep',
      reason: '按照职责分工,该事项由原承办单位负责办理。',
      signature,
    }),
    tell: (form) => (form.ruling === 'reassign' ? '改派给其他单位' : '维持原承办单位'),
  },
  feedback: {
    by: (_, { groups }) => memberOf(groups),
    fill: async ({ world, papers, signature }) => ({
      progress: world.done,
      finished: 'yes',
      proofs: await papers('整改台账'),
      signature,
    }),
    tell: (form) => `反馈办理情况:${said(form.progress)}`,
  },
  'check-feedback': {
    by: () => STAFF.dispatcher,
    fill: (hand) => ({
      points: everyRow(hand, 'points', { result: '符合' }),
      decision: 'fit',
      opinion: '进展清楚,佐证齐全。',
      needsCheck: hand.task.data.needsCheck ?? false,
    }),
    tell: (form) =>
      form.decision === 'fit'
        ? `反馈合格${form.needsCheck === true ? ',抽中实地核查' : ''}`
        : `反馈不合格:${said(form.opinion)}`,
  },
  check: {
    by: () => STAFF.striker,
    fill: async (hand) => ({
      checkedAt: hand.now,
      checkers: [hand.account, STAFF.checker],
      place: hand.world.place,
      findings: `现场对照反馈逐项核对:${hand.world.done}`,
      photos: await hand.photos(1, 5),
      fit: 'yes',
    }),
    tell: (form) => (form.fit === 'yes' ? '两人实地核查,与反馈相符' : `实地核查不合格:${said(form.demand)}`),
  },
  'report-up': {
    by: () => STAFF.dispatcher,
    fill: async ({ task, now, papers }) => ({
      to: 'sh-awb',
      docNo: task.data.docNo,
      content: task.data.content,
      sentAt: now,
      receipt: await papers('接收凭证'),
    }),
    tell: (form) => `上报反馈,${said(form.docNo)}`,
  },
};
