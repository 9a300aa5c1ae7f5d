import type { Change } from './changes.ts';

/** What a sentence is made of; everything already in words. */
export interface Said {
  who: string;
  /** What it was done to: step, clock, document. */
  subject: string;
  changes: Change[];
  more: Record<string, unknown>;
}

/** An act as the timeline tells it. */
export interface Act {
  name: string;
  say(said: Said): string;
}

const after = ({ changes }: Said, field: string): string =>
  changes.find((change) => change.field === field)?.after ?? '';
const before = ({ changes }: Said, field: string): string =>
  changes.find((change) => change.field === field)?.before ?? '';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const given = (value: string, words: (value: string) => string): string => (value === '' ? '' : words(value));
const because = (said: Said): string =>
  given(text(said.more.reason) || after(said, 'reason'), (why) => `，理由：${why}`);
const due = (said: Said): string => given(after(said, 'dueAt'), (at) => `，${at}到期`);

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
/** What a step decided; yes and no mean nothing without their question. */
function decided({ changes }: Said): string {
  const found = DECISIONS.map((field) => changes.find((change) => change.field === field)).find(
    (change) => change?.after,
  );
  if (!found) return '';
  return found.after === '是' || found.after === '否'
    ? `，${found.label}：${found.after}`
    : `：${found.after}`;
}

const act = (name: string, say: (said: Said) => string): Act => ({ name, say });

/** Acts on the case as a whole, its verdict and what leaves it. */
export const CASE_ACTS: Record<string, Act> = {
  'case.opened': act('建案', (s) => `${s.who}登记了案件${text(s.more.caseNo)}`),
  'case.claimed': act('启动', (s) => `流程“${s.subject}”启动`),
  'case.second-start': act('重复启动', () => '重复的启动请求已撤回'),
  'case.decision': act('记录决定', (s) => `记录“${s.subject}”的决定${decided(s)}${because(s)}`),
  'case.closed': act(
    '结案',
    (s) => `案件结案${given(after(s, 'outcome'), (how) => `：${how}`)}${because(s)}`,
  ),
  'case.sealed': act('封卷', () => '案件已封卷归档'),
  'report.registered': act('登记', (s) => `${s.who}登记了来件`),
  'reporter.revealed': act('查阅举报人', (s) => `${s.who}查阅了举报人信息${because(s)}`),
  'verdict.formed': act(
    '闭环核验',
    (s) => `闭环核验：${after(s, 'result')}${given(after(s, 'redLines'), (lines) => `。${lines}`)}`,
  ),
  'ticket.pushed-back': act('工单回传', () => '办理结果已回传12345'),
  'ticket.acknowledged': act('工单确认', () => '12345已确认收到办理结果'),
  'ticket.unfit': act('待核对', (s) => `12345推送中有${text(s.more.what)}与登记表不合，已按原文保存，待核对`),
  'ticket.added': act('工单补充', (s) => `12345就同一工单补充了：${text(s.more.what)}`),
  'trigger.parked': act('待启动', (s) => `“${s.subject}”的接收流程尚未部署，已登记为待启动`),
  'trigger.replayed': act('启动', (s) => `待启动的“${s.subject}”已启动`),
  'message.sent': act('触发', (s) => `已触发“${s.subject}”`),
  'notice.sent': act(
    '通知',
    (s) => `已通知${after(s, 'to') || '有关人员'}${given(after(s, 'text'), (what) => `：${what}`)}`,
  ),
  'unit.reorganised': act(
    '机构变动',
    (s) =>
      `“${s.subject}”${text(s.more.how)}“${after(s, 'unit')}”，在办环节${after(s, 'tasks')}个、事项${after(s, 'items')}个由其接着办${because(s)}`,
  ),
  'outbox.refused': act('引擎拒收', (s) => `流程引擎拒收了“${s.subject}”，待管理员处理`),
  'repair.complete': act('修复', () => '系统补发了一次任务完成'),
};

/** Acts on time limits and their extension. */
export const CLOCK_ACTS: Record<string, Act> = {
  'clock.opened': act('起算', (s) => `时限“${s.subject}”起算${due(s)}`),
  'clock.closed': act('止算', (s) => `时限“${s.subject}”止算`),
  'clock.paused': act('中止', (s) => `时限“${s.subject}”中止${because(s)}`),
  'clock.pause-refused': act('不予中止', (s) => `时限“${s.subject}”已超期，不能中止`),
  'clock.resumed': act('恢复', (s) => `时限“${s.subject}”恢复${due(s)}`),
  'clock.extended': act('延期', (s) => `时限“${s.subject}”由${before(s, 'dueAt')}延至${after(s, 'dueAt')}`),
  'clock.rang': act('到期', (s) => `时限“${s.subject}”到期`),
  'clock.escalated': act(
    '升级',
    (s) => `时限“${s.subject}”超期，升级至${after(s, 'to')}（第${after(s, 'level')}级）`,
  ),
  'clock.acknowledged': act(
    '签阅',
    (s) =>
      `${s.who}签阅了时限“${s.subject}”的超期升级${after(s, 'level')}${given(after(s, 'comment'), (what) => `：${what}`)}`,
  ),
  'extension.requested': act('申请延期', (s) => `${s.who}申请延长“${s.subject}”`),
  'extension.checked': act('核对延期申请', (s) => `核对延长“${s.subject}”的申请条件`),
  'extension.granted': act(
    '同意延期',
    (s) => `同意将“${s.subject}”由${before(s, 'dueAt')}延至${after(s, 'dueAt')}`,
  ),
  'extension.refused': act(
    '不予延期',
    (s) => `不同意延长“${s.subject}”${given(after(s, 'refusedRule'), (rule) => `：${rule}`)}${because(s)}`,
  ),
};

/** Acts on tasks, matters, papers and evidence. */
export const WORK_ACTS: Record<string, Act> = {
  'task.opened': act('任务到达', (s) => `“${s.subject}”待${after(s, 'groups') || '承办人'}办理${due(s)}`),
  'task.claimed': act('认领', (s) => `${s.who}认领了“${s.subject}”`),
  'task.released': act('退回认领', (s) => `${s.who}退回了对“${s.subject}”的认领`),
  'task.submitted': act('办理', (s) => `${s.who}办理了“${s.subject}”${decided(s)}`),
  'task.cancelled': act('取消', (s) =>
    s.more.archived === true
      ? `流程已转入其他环节：${text(s.more.submittedBy)}对“${s.subject}”的办理已存档，未推进流程`
      : `“${s.subject}”未办理，流程已转入其他环节`,
  ),
  'item.opened': act(
    '登记事项',
    (s) => `登记整改事项“${s.subject}”${given(after(s, 'rectifyBy'), (by) => `，限${by}前整改`)}`,
  ),
  'item.reopened': act(
    '重新整改',
    (s) => `事项“${s.subject}”重新整改${given(after(s, 'rectifyBy'), (by) => `，限${by}前`)}`,
  ),
  'item.overdue': act('逾期', (s) => `事项“${s.subject}”逾期未报`),
  'item.failed': act(
    '不合格',
    (s) => `事项“${s.subject}”${text(s.more.at)}不合格，累计${after(s, 'failCount')}次`,
  ),
  'item.struck-off': act('销号', (s) => `事项“${s.subject}”已销号`),
  'item.closed': act('事项结案', (s) => `事项“${s.subject}”${after(s, 'state') || '已结案'}`),
  'item.merge-asked': act(
    '提出合并',
    (s) => `${s.who}提出将${s.subject}并入${after(s, 'mergedInto') || '另一事项'}`,
  ),
  'item.transfer-asked': act(
    '提出移交',
    (s) => `${s.who}提出将${s.subject}移交${after(s, 'receiverUnit')}${because(s)}`,
  ),
  'evidence.checked': act('证据校验', (s) =>
    after(s, 'evidenceOk') === '是' ? '前后证据齐备' : `前后证据不齐备：${after(s, 'evidenceReasons')}`,
  ),
  'document.drafted': act(
    '拟稿',
    (s) => `拟就文书“${s.subject}”${Number(after(s, 'version')) > 1 ? `第${after(s, 'version')}稿` : ''}`,
  ),
  'document.numbered': act('编号', (s) => `文书“${s.subject}”编为${after(s, 'docNo')}`),
  'document.sent': act('送达', (s) => `文书“${s.subject}”已送出`),
  'document.served': act(
    '送达回证',
    (s) => `文书“${s.subject}”已送达${given(after(s, 'serveResult'), (how) => `（${how}）`)}`,
  ),
  'document.printed': act('成文', (s) => `文书“${s.subject}”${before(s, 'sha256') ? '重新' : ''}成文`),
  'hazard.deduplicated': act('查重', (s) =>
    after(s, 'isDuplicate') === '是' ? `与${after(s, 'duplicateOf')}重复` : '未发现重复举报',
  ),
  'hazard.routed': act(
    '推荐承办',
    (s) => `推荐由${after(s, 'lead')}承办${given(after(s, 'why'), (why) => `：${why}`)}`,
  ),
  'hazard.returned': act('退单', (s) => `第${after(s, 'returnCount')}次退单`),
  'notice.registered': act(
    '登记承办单位',
    (s) =>
      `登记承办单位：${after(s, 'units')}${given(after(s, 'sampled'), (units) => `，抽取${units}实地核查`)}`,
  ),
  'notice.reassigned': act('改派', (s) => `${before(s, 'unit')}的抄告事项改派${after(s, 'unit')}`),
  'notice.raised': act('督办升级', (s) => `对${s.subject}的督办升为${after(s, 'level')}${because(s)}`),
  'notice.weak': act('反馈不合格', (s) => `${s.subject}的反馈第${after(s, 'weakCount')}次不合格`),
  'notice.reported-up': act('上报反馈', (s) => `已向${after(s, 'to') || '上级'}上报反馈（${s.subject}）`),
  'notice.listing-prepared': act('备挂牌底稿', () => '已从隐患案件取得核查情况'),
  'notice.delisted': act('摘牌', (s) => after(s, 'reason')),
  'hazard.redone': act('重办', (s) => `来件人不满意，第${after(s, 'redoCount')}次重办${because(s)}`),
  'talk.dossier': act('汇集事由', (s) =>
    after(s, 'isDuplicate') === '是' ? `与${after(s, 'duplicateOf')}为同一事由` : '汇集约谈事由材料',
  ),
  'talk.rescheduled': act('改期', () => '约谈改期'),
  'talk.absent': act('缺席', (s) => `约谈缺席，累计${after(s, 'absentCount')}次`),
  'talk.no-material': act('未交材料', (s) => after(s, 'text')),
  'talk.measures': act('登记措施', () => '登记约谈措施'),
  'talk.failure': act('落实不力', (s) => after(s, 'text')),
  'talk.circular': act('拟定通报', () => '拟定通报和问责事由'),
  'talk.published': act(
    '登记教训',
    (s) => `登记教训${given(after(s, 'outcome'), (how) => `，约谈结果：${how}`)}`,
  ),
};
