import { STAFF } from '../people.ts';
import { said, type Act } from './act.ts';

/** The standard tail of every process that owns a case. */
export const tailActs: Record<string, Act> = {
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
