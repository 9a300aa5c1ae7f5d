import { CASE_STATUS } from '../../core/words.ts';

export const LIGHTS = [
  { value: 'red', label: '超期' },
  { value: 'yellow', label: '临期' },
  { value: 'green', label: '正常' },
];

/** The choices of a filter from the words of the codes. */
export const CASE_STATUSES = Object.entries(CASE_STATUS).map(([value, label]) => ({ value, label }));

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

/** Where a legal-pack row comes from. */
export const LAW_STATUS: Record<string, string> = {
  law: '法定',
  'local example': '本地示例',
  'to confirm': '待核实',
};
