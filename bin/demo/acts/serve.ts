import { memberOf, STAFF } from '../people.ts';
import { said, type Act } from './act.ts';

/** serve-document: signed, numbered, served, receipted. */
export const serveActs: Record<string, Act> = {
  sign: {
    by: (_, { groups }) => memberOf(groups),
    fill: ({ task, signature }) => ({
      decision: 'agree',
      secrecy: task.data.secrecy ?? '依申请公开',
      signature,
    }),
    tell: (form) => (form.decision === 'agree' ? '签发文书' : `退回修改:${said(form.changes)}`),
  },
  redraft: {
    by: () => STAFF.dispatcher,
    fill: ({ task }) => ({
      body: rowsWithValues(task.data.body),
      reply: '已按领导意见核对违法事实和整改要求的表述。',
    }),
    tell: (form) => `修改文稿:${said(form.reply)}`,
  },
  receipt: {
    fill: async ({ account, name, now, papers, signature }) => ({
      received: 'yes',
      receiver: name,
      receivedAt: now,
      ...(account === STAFF.clerk ? { onBehalf: true, scan: await papers('送达回证') } : { signature }),
    }),
    tell: (form) =>
      form.received === 'yes'
        ? `签收文书(${form.onBehalf === true ? '文书机要代为登记,附回证' : '本人签名'})`
        : '拒收文书',
  },
  'serve-otherwise': {
    by: () => STAFF.clerk,
    fill: async ({ now, world, photos }) => ({
      way: '留置',
      reason: '受送达人拒绝签收,说明后仍拒收。',
      servedAt: now,
      place: world.place,
      servers: STAFF.officers,
      witness: '属地居委会主任',
      photos: await photos(),
    }),
    tell: (form) => `${said(form.way)}送达`,
  },
};

/** The text fields of the draft as the product laid them out, none left empty. */
function rowsWithValues(rows: unknown): { value: string }[] {
  if (!Array.isArray(rows)) return [{ value: '按领导意见修改' }];
  return rows.map((row) => ({ value: String((row as { value?: unknown }).value || '按领导意见修改') }));
}
