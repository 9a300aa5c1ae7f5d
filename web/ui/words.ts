/** Chinese words for codes that the server sends without a name of their own. */
export const LIGHTS = [
  { value: 'red', label: '超期' },
  { value: 'yellow', label: '临期' },
  { value: 'green', label: '正常' },
];

export const CASE_STATUS = [
  { value: 'opening', label: '立案中' },
  { value: 'open', label: '在办' },
  { value: 'sealed', label: '已归档' },
  { value: 'cancelled', label: '已撤销' },
];

export const VERDICTS = [
  { value: 'green', label: '已闭环' },
  { value: 'red', label: '未闭环' },
];

export const PREDICATE: Record<string, { word: string; light: 'green' | 'yellow' | 'red' | null }> = {
  green: { word: '符合', light: 'green' },
  red: { word: '不符合', light: 'red' },
  pending: { word: '待定', light: 'yellow' },
  explained: { word: '附说明', light: 'yellow' },
  'n/a': { word: '不适用', light: null },
};

export const VISIT: Record<string, string> = { active: '办理中', completed: '已经过', terminated: '被终止' };

export const CLOCK_STATE: Record<string, string> = {
  open: '计时中',
  closed: '已办结',
  superseded: '已重算',
  cancelled: '已取消',
};

/** Where a legal-pack row comes from. */
export const LAW_STATUS: Record<string, string> = {
  law: '法定',
  'local example': '本地示例',
  'to confirm': '待核实',
};

const CODES: Record<string, string> = {
  general: '一般',
  major: '重大',
  'struck-off': '销号',
  merged: '合并',
  transferred: '移交',
  unfounded: '不属实',
  rejected: '不予受理',
  refused: '拒不整改',
  withdrawn: '撤回',
};

/** The Chinese word of a level or outcome; what is already a word stays as it is. */
export function wordOf(code: string | null | undefined): string {
  return code ? (CODES[code] ?? code) : '';
}
