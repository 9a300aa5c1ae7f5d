import type { FormSchema } from '../forms/types.ts';
import { groupName } from '../group-names.ts';
import { DOCUMENT_STATE, ITEM_STATE, OUTCOME } from '../words.ts';
import { deadline, fieldsOf, formRows, moment, type Names } from '../paper/form-rows.ts';

/** One field of an act, old and new, as people read it. */
export interface Change {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

/** Labels of what acts write besides form data. */
const LABELS: Record<string, string> = {
  assignee: '办理人',
  groups: '承办',
  handlerGroup: '承办单位',
  dueAt: '到期时间',
  dueOn: '到期日',
  startedAt: '起算时间',
  overdueAt: '逾期时间',
  article: '依据',
  refusedRule: '不予延期的理由',
  decision: '决定',
  version: '稿次',
  signedBy: '签发人',
  receiver: '签收人',
  receiverUnit: '接收单位',
  unit: '承办单位',
  units: '承办单位',
  sampled: '抽查单位',
  fromAbove: '上级来件',
  weakCount: '反馈不合格次数',
  weakLimit: '不合格上限',
  received: '有接收凭证',
  lead: '承办单位',
  why: '理由',
  text: '内容',
  content: '内容',
  no: '序号',
  duplicateOf: '重复案件',
  mergedInto: '并入',
  returnLimit: '退单上限',
  redoLimit: '重办上限',
  admissible: '可受理',
  caseNo: '案号',
  by: '承办',
  how: '处理方式',
  status: '状态',
  state: '状态',
  result: '结论',
  redLines: '红线',
  sealHash: '封卷校验值',
  sha256: '文件校验值',
  level: '级别',
  comment: '签阅意见',
  to: '升级至',
  at: '时间',
  key: '编号',
  reason: '理由',
  docNo: '文号',
  serveResult: '送达方式',
  servedAt: '送达时间',
  outcome: '办理结果',
  rectifyBy: '整改期限',
  failCount: '不合格次数',
  returnCount: '退单次数',
  redoCount: '重办次数',
  days: '天数',
  evidenceOk: '证据齐备',
  evidenceReasons: '不齐备的原因',
  isDuplicate: '是否重复',
  title: '标题',
  source: '来源',
  object: '被举报单位',
  place: '地点',
  category: '类别',
  urgency: '紧急度',
  description: '描述',
  ticketNo: '外部工单号',
  itemId: '事项',
  name: '名称',
  message: '消息',
  tasks: '在办环节',
  items: '在办事项',
};

/**
 * Codes that acts write, in words. One code may stand for several things (`open`: a case, an item, a limit), as an act does not
 * say which: then the word that fits them all.
 */
const CODES: Record<string, string> = {
  ...OUTCOME,
  ...DOCUMENT_STATE,
  ...ITEM_STATE,
  opening: '已登记',
  open: '办理中',
  sealed: '已封卷',
  closed: '已止算',
  cancelled: '已取消',
  green: '闭环',
  red: '未闭环',
  normal: '一般',
  urgent: '紧急',
  general: '一般隐患',
  major: '重大隐患',
};

/** Changes of a submitted form against the one given in the same step before, in the words of the form's version. */
export function formChanges(
  schema: Pick<FormSchema, 'components'>,
  before: Record<string, unknown> | undefined,
  after: Record<string, unknown>,
  names: Names,
): Change[] {
  const old = new Map(before ? formRows(schema, before, names).map((row) => [row.key, row]) : []);
  const fresh = new Map(formRows(schema, after, names).map((row) => [row.key, row]));
  const keys = fieldsOf(schema).map((field) => field.key ?? field.path ?? '');
  return keys.flatMap((key): Change[] => {
    const was = old.get(key);
    const is = fresh.get(key);
    if (was === undefined && is === undefined) return [];
    return [{ field: key, label: (is ?? was)!.label, before: was?.value ?? null, after: is?.value ?? null }];
  });
}

/** Changes of any other act: members of `before` and `after` that differ. Ids of our rows say nothing to a reader. */
export function plainChanges(before: unknown, after: unknown, names: Names): Change[] {
  if (!isRecord(before) && !isRecord(after)) {
    const change = {
      field: 'value',
      label: '内容',
      before: words(before, names),
      after: words(after, names),
    };
    return change.before === change.after ? [] : [change];
  }
  const was = isRecord(before) ? before : {};
  const is = isRecord(after) ? after : {};
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((field): Change[] => {
    const say = (value: unknown) =>
      field === 'dueAt' && typeof value === 'string' ? deadline(value) : words(value, names);
    const change = { field, label: LABELS[field] ?? field, before: say(was[field]), after: say(is[field]) };
    return change.before === change.after || (change.after !== null && UUID.test(change.after))
      ? []
      : [change];
  });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)?$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function words(value: unknown, names: Names): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'string') return INSTANT.test(value) ? moment(value) : groupWords(value, names);
  if (Array.isArray(value))
    return (
      value
        .map((one) => words(one, names))
        .filter(Boolean)
        .join('、') || null
    );
  if (!isRecord(value)) return String(value);
  return (
    Object.values(value)
      .map((one) => words(one, names))
      .filter(Boolean)
      .join(' ') || null
  );
}

/** `street:dinghai`, `person:x`, `firm:…` by the name of what stands behind the colon. */
function groupWords(text: string, names: Names): string {
  return CODES[text] ?? names.get(text) ?? names.get(text.slice(text.indexOf(':') + 1)) ?? groupName(text);
}
