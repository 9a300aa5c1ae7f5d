import { everyRow, said, type Act } from '../acts/act.ts';
import { STAFF } from '../people.ts';

const CONCLUSIONS: Record<string, string> = { strike: '销号', again: '再约', account: '通报问责' };

/** 观察期满 → 结论: the end of a talk. */
export const finishActs: Record<string, Act> = {
  conclude: {
    by: () => STAFF.leader,
    fill: (hand) => ({
      items: everyRow(hand, 'items', { view: '落实' }),
      conclusion: 'strike',
      publicText: hand.world.answer,
      lesson: '整改责任要落实到人，复查不合格的要及时约谈并跟踪到销号。',
      signature: hand.signature,
    }),
    tell: (form) => `约谈效果：${CONCLUSIONS[String(form.conclusion)] ?? ''}`,
  },
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
    tell: (form) => `移送公安，取得回执：${said(form.receiver)}`,
  },
};
