import { said, type Act } from '../acts/act.ts';
import { memberOf, STAFF } from '../people.ts';

const publicity = (kind: 'hang' | 'strike'): Act => ({
  by: () => STAFF.dispatcher,
  fill: async ({ now, papers, task }) => ({
    kind,
    text:
      task.data.text ??
      `重大事故隐患${kind === 'hang' ? '挂牌' : '摘牌'}公示:治理责任单位、治理时限和监督方式。`,
    channel: ['区政府网站', '单位现场'],
    publishedAt: now,
    proof: await papers('公示截图'),
  }),
  tell: (form) => `${form.kind === 'hang' ? '挂牌' : '摘牌'}公示`,
});

/** 挂牌督办 of a major hazard: approved, hung in public, reported on each month, taken down in public. */
export const listingActs: Record<string, Act> = {
  'approve-listing': {
    by: () => STAFF.leader,
    fill: ({ signature }) => ({ decision: 'agree', opinion: '同意挂牌督办。', signature }),
    tell: (form) => (form.decision === 'agree' ? '同意挂牌督办' : `不同意挂牌:${said(form.opinion)}`),
  },
  'publish-listing': publicity('hang'),
  progress: {
    by: (_, { groups }) => memberOf(groups),
    fill: async ({ task, world, photos }) => ({
      percent: Math.min(100, Number(task.data.lastPercent ?? 0) + 25),
      done: world.done,
      safety: '治理期间停止作业,切断电源,安排专人值守。',
      photos: await photos(),
    }),
    tell: (form) => `报告月度治理进展,完成${String(form.percent)}%`,
  },
  delist: publicity('strike'),
};
