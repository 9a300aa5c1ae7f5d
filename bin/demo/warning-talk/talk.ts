import { everyRow, said, type Act } from '../acts/act.ts';
import { memberOf, STAFF } from '../people.ts';

const sign: Act = {
  by: (_, { groups }) => memberOf(groups),
  fill: ({ signature }) => ({ attitude: 'agree', signature }),
  tell: (form) => (form.attitude === 'refuse' ? `拒签：${said(form.reason)}` : '签名'),
};

/** 建议 → 审批 → 通知 → 约谈 → 纪要: how a talk is brought about and held. */
export const talkActs: Record<string, Act> = {
  propose: {
    by: () => STAFF.dispatcher,
    fill: async ({ task, world, photos }) => ({
      form: 'talk',
      objectPosts: ['主要负责人'],
      deputyAllowed: 'no',
      host: STAFF.leader,
      talkAt: `${String(task.data.earliest)}T10:00:00+08:00`,
      place: '区应急管理局三楼会议室',
      topics: world.found,
      materials: ['基本情况', '原因分析', '整改措施'],
      beforePhotos: await photos(1, 30),
      isPublic: 'yes',
    }),
    tell: (form) => `建议约谈：${said(form.topics)}`,
  },
  'approve-talk': {
    by: () => STAFF.leader,
    fill: ({ signature }) => ({ decision: 'agree', signature }),
    tell: (form) => (form.decision === 'agree' ? '同意约谈' : `不同意约谈：${said(form.reason)}`),
  },
  cosign: sign,
  material: {
    by: (_, { groups }) => memberOf(groups),
    fill: (hand) => ({
      situation: hand.world.found,
      causes: '安全责任没有落实到人，整改没有专人跟踪。',
      lessons: '整改必须有人盯、有期限、有登记。',
      measures: [{ measure: hand.world.done, owner: '主要负责人', dueOn: hand.inDays(20) }],
      signature: hand.signature,
    }),
    tell: (form) => `提交书面材料：${said(form.causes)}`,
  },
  'check-material': {
    by: () => STAFF.dispatcher,
    fill: (hand) => ({
      points: everyRow(hand, 'points', { result: '符合' }),
      decision: 'fit',
      opinion: '材料齐全，符合要求。',
    }),
    tell: (form) => (form.decision === 'fit' ? '材料合格' : `退回重报：${said(form.opinion)}`),
  },
  'decide-postpone': {
    by: () => STAFF.leader,
    fill: ({ task }) => ({
      decision: 'agree',
      newTalkAt: `${String(task.data.earliest)}T10:00:00+08:00`,
      opinion: '理由正当，同意改期一次。',
    }),
    tell: (form) => (form.decision === 'agree' ? '同意改期' : '不同意改期'),
  },
  arrive: {
    by: () => STAFF.dispatcher,
    fill: async ({ now, papers }) => ({
      arrivedAt: now,
      status: 'present',
      persons: [{ name: '约谈对象负责人', post: '主要负责人', idChecked: true }],
      signIn: await papers('签到表'),
    }),
    tell: (form) => (form.status === 'present' ? '按时到场，核对身份' : `未到场：${said(form.absentReason)}`),
  },
  minutes: {
    by: () => STAFF.dispatcher,
    fill: (hand) => ({
      startedAt: hand.task.data.startedAt,
      endedAt: hand.now,
      problems: [{ problem: said(hand.world.found, 60), evidence: '来源案件的复查和核查记录' }],
      statement: '约谈对象承认责任没有落实，表示接受约谈，按期整改。',
      measures: measuresOf(hand.world.demand).map((measure) => ({
        measure,
        owner: '主要负责人',
        dueOn: hand.inDays(15),
        proof: '整改后照片和登记台账',
      })),
      signers: [STAFF.leader],
    }),
    tell: (form) => `约谈并形成纪要，商定措施${(form.measures as unknown[]).length}条`,
  },
  'sign-minutes': sign,
  report: {
    by: (_, { groups }) => memberOf(groups),
    fill: (hand) => ({
      measures: everyRow(hand, 'measures', { plan: said(hand.world.done, 60), owner: '主要负责人' }),
      pledge: '按期完成全部措施，落实情况随时接受检查。',
      signature: hand.signature,
    }),
    tell: (form) => `提交整改报告：${said(form.pledge)}`,
  },
};

/** The demands of the story, one measure each. */
const measuresOf = (demand: string): string[] =>
  demand
    .split('；')
    .map((one) => one.trim())
    .filter(Boolean);
