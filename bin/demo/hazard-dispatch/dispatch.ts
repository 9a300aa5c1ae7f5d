import { accountOf, STAFF } from '../people.ts';
import { said, type Act } from '../acts/act.ts';

const LEVELS: Record<string, string> = { general: '一般隐患', major: '重大隐患' };

/** 受理 → 派单 → 接单: the first third of hazard-dispatch. */
export const dispatchActs: Record<string, Act> = {
  'hazard-dispatch/accept': {
    by: () => STAFF.duty,
    fill: ({ task }) => ({
      decision: 'accept',
      level: 'general',
      clockKey: task.data.clockKey ?? '其他',
      urgent: task.data.urgent ?? false,
    }),
    tell: (form) =>
      form.decision === 'accept'
        ? `受理,初判${LEVELS[String(form.level)] ?? ''},适用“${said(form.clockKey)}”时限`
        : form.decision === 'death'
          ? '涉及人员死亡,转事故接报'
          : `不予受理:${said(form.rejectReason)}`,
  },
  inform: {
    by: () => STAFF.dispatcher,
    fill: ({ now }) => ({
      way: '电话',
      answeredAt: now,
      content: '经核对,反映事项不属于本区受理范围,已告知办理渠道。',
    }),
    tell: (form) => `告知举报人:${said(form.content)}`,
  },
  'first-response': {
    by: () => STAFF.duty,
    fill: async ({ now, world, photos, account }) => ({
      kind: '先期处置',
      startedAt: now,
      endedAt: now,
      place: world.place,
      recorders: [account],
      content: '值班人员到场,设置围挡和警示标志,劝离周边人员,并通知产权单位到场。',
      photos: await photos(),
    }),
    tell: (form) => `先期处置:${said(form.content)}`,
  },
  order: {
    by: () => STAFF.dispatcher,
    fill: ({ task, world }) => ({
      lead: world.handler || task.data.lead,
      demand: `请到现场核查处置,按时反馈。${world.demand}`,
    }),
    tell: (form, world) => `派单给 ${unitName(String(form.lead))}:${said(world.demand)}`,
    after: (form, world) => void (world.handler = String(form.lead)),
  },
  take: {
    by: ({ handler }) => accountOf(handler),
    fill: ({ account }) => ({ decision: 'take', officer: account, needExpert: false }),
    tell: (form) => (form.decision === 'take' ? '接单' : `退单:${said(form.reason)},${said(form.basis)}`),
  },
  rule: {
    by: () => STAFF.dispatcher,
    fill: ({ signature }) => ({
      ruling: 'keep',
      reason: '按照职责分工,该事项由原承办单位负责办理。',
      signature,
    }),
    tell: (form) => `裁定:${form.ruling === 'keep' ? '维持原承办' : `改派 ${unitName(String(form.unit))}`}`,
    after: (form, world) => void (world.handler = String(form.unit ?? world.handler)),
  },
  assign: {
    by: () => STAFF.leader,
    fill: ({ signature, world }) => ({
      ruling: 'reassign',
      unit: world.handler,
      reason: '两次退单,职责已经核明,由该单位负责到底。',
      signature,
    }),
    tell: (form) => `局领导指定 ${unitName(String(form.unit))} 承办`,
    after: (form, world) => void (world.handler = String(form.unit ?? world.handler)),
  },
};

const UNITS: Record<string, string> = {
  jgw: '区建设和管理委员会',
  xiaofang: '区消防救援支队',
  'yjj-aqjg': '安全生产监督管理科',
  dinghai: '定海路街道',
  pingliang: '平凉路街道',
  scjg: '区市场监督管理局',
};

const unitName = (unit: string): string => UNITS[unit] ?? unit;
