import type { Change } from './changes.ts';

/** What a sentence is made of; everything already in words. */
export interface Said {
  who: string;
  /** What it was done to: step, clock, document. */
  subject: string;
  changes: Change[];
  more: Record<string, unknown>;
}

interface Act {
  name: string;
  say(said: Said): string;
}

const after = ({ changes }: Said, field: string): string =>
  changes.find((change) => change.field === field)?.after ?? '';
const before = ({ changes }: Said, field: string): string =>
  changes.find((change) => change.field === field)?.before ?? '';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const because = (said: Said): string => (text(said.more.reason) ? `，理由：${text(said.more.reason)}` : '');

/** Fields whose value is what a step decided, in the order they are looked for. */
const DECISIONS = [
  'decision',
  'ruling',
  'handling',
  'fit',
  'accepted',
  'received',
  'satisfied',
  'attitude',
  'conclusion',
];

function decided(said: Said): string {
  const found = DECISIONS.map((field) => after(said, field)).find((value) => value !== '');
  return found ? `：${found}` : '';
}

const ACTS: Record<string, Act> = {
  'case.opened': { name: '建案', say: (s) => `${s.who}登记了案件${text(s.more.caseNo)}` },
  'case.closed': {
    name: '结案',
    say: (s) => `案件结案${after(s, 'outcome') ? `：${after(s, 'outcome')}` : ''}${because(s)}`,
  },
  'case.sealed': { name: '封卷', say: () => '案件已封卷归档' },
  'report.registered': { name: '登记', say: (s) => `${s.who}登记了来件` },
  'task.opened': {
    name: '任务到达',
    say: (s) =>
      `“${s.subject}”待${after(s, 'groups') || '承办人'}办理${after(s, 'dueAt') ? `，${after(s, 'dueAt')}到期` : ''}`,
  },
  'task.claimed': { name: '认领', say: (s) => `${s.who}认领了“${s.subject}”` },
  'task.released': { name: '退回认领', say: (s) => `${s.who}退回了对“${s.subject}”的认领` },
  'task.submitted': { name: '办理', say: (s) => `${s.who}办理了“${s.subject}”${decided(s)}` },
  'task.cancelled': { name: '取消', say: (s) => `“${s.subject}”未办理，流程已转入其他环节` },
  'clock.opened': {
    name: '起算',
    say: (s) => `时限“${s.subject}”起算${after(s, 'dueAt') ? `，${after(s, 'dueAt')}到期` : ''}`,
  },
  'clock.closed': { name: '止算', say: (s) => `时限“${s.subject}”止算` },
  'clock.paused': { name: '中止', say: (s) => `时限“${s.subject}”中止${because(s)}` },
  'clock.resumed': { name: '恢复', say: (s) => `时限“${s.subject}”恢复，${after(s, 'dueAt')}到期` },
  'clock.extended': {
    name: '延期',
    say: (s) => `时限“${s.subject}”由${before(s, 'dueAt')}延至${after(s, 'dueAt')}`,
  },
  'clock.rang': { name: '到期', say: (s) => `时限“${s.subject}”到期` },
  'clock.escalated': {
    name: '升级',
    say: (s) => `时限“${s.subject}”超期，升级至${after(s, 'to')}（第${after(s, 'level')}级）`,
  },
  'case.flagged': { name: '列入复核', say: (s) => `案件列入复核：${after(s, 'review')}` },
  'item.merge-asked': {
    name: '合并',
    say: (s) => `${s.who}将${s.subject}并入${after(s, 'mergedInto')}`,
  },
  'item.transfer-asked': {
    name: '移交',
    say: (s) => `${s.who}将${s.subject}移交${after(s, 'receiver')}，理由：${after(s, 'reason')}`,
  },
  'extension.requested': { name: '申请延期', say: (s) => `${s.who}申请延长“${s.subject}”` },
  'verdict.formed': {
    name: '闭环核验',
    say: (s) => `闭环核验：${after(s, 'result')}${after(s, 'redLines') ? `。${after(s, 'redLines')}` : ''}`,
  },
  'document.printed': {
    name: '成文',
    say: (s) => `文书“${s.subject}”${before(s, 'sha256') ? '重新' : ''}成文`,
  },
  'evidence.checked': {
    name: '证据校验',
    say: (s) =>
      after(s, 'evidenceOk') === '是' ? '前后证据齐备' : `前后证据不齐备：${after(s, 'evidenceReasons')}`,
  },
  'reporter.revealed': { name: '查阅举报人', say: (s) => `${s.who}查阅了举报人信息${because(s)}` },
  'ticket.acknowledged': { name: '工单确认', say: () => '12345已确认收到办理结果' },
  'trigger.replayed': { name: '启动', say: (s) => `待启动的“${s.subject}”已启动` },
  'outbox.refused': { name: '引擎拒收', say: (s) => `流程引擎拒收了“${s.subject}”，待管理员处理` },
};

/** Chinese name of an act; `step` (name of the diagram's element) for acts this list does not know. */
export const actName = (act: string, step: string): string => ACTS[act]?.name ?? (step || act);

/** An act as one Chinese sentence. */
export function sentenceOf(act: string, said: Said, step: string): string {
  const known = ACTS[act];
  if (known) return known.say(said);
  const results = said.changes.slice(0, 3).flatMap(({ label, after: is }) => (is ? [`${label}${is}`] : []));
  const what = step || said.subject;
  return `${said.who}完成“${what}”${results.length > 0 ? `：${results.join('，')}` : ''}`;
}
