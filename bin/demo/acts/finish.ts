import { accountOf, STAFF } from '../people.ts';
import { said, type Act } from './act.ts';

/** 答复 → 回访 → 补正: the end of hazard-dispatch and the standard tail. */
export const finishActs: Record<string, Act> = {
  answer: {
    by: ({ handler }) => accountOf(handler),
    fill: ({ now, world }) => ({ way: '电话', answeredAt: now, content: world.answer }),
    tell: (form) => `答复举报人:${said(form.content)}`,
  },
  callback: {
    by: () => STAFF.caller,
    fill: ({ now }) => ({
      calledAt: now,
      reached: 'yes',
      process: '5',
      result: '5',
      attitude: '5',
      solved: 'yes',
    }),
    tell: (form) =>
      form.reached !== 'yes'
        ? '回访未接通'
        : `回访:办理结果满意度${String(form.result)},${form.solved === 'yes' ? '已解决' : '未解决'}`,
  },
  supplement: {
    by: () => STAFF.dispatcher,
    fill: async ({ papers }) => ({
      files: await papers('补正材料'),
      explanation: '经核对经办人员和时点,情况如实说明如下,已采取措施避免再次发生。',
      lateApprovedBy: STAFF.leader,
    }),
    tell: (form) => `补正:${said(form.explanation)}`,
  },
};
