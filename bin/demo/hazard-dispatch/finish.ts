import { accountOf, STAFF } from '../people.ts';
import { said, type Act } from '../acts/act.ts';

/** 答复 → 回访: the end of hazard-dispatch. */
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
};
