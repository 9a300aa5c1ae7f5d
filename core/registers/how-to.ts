import type { RegisterColumn } from './describe.ts';

/** What goes into a column, as the import template says it. */
export function howTo({ type, options, hint, label }: RegisterColumn): string {
  const choice = options?.map((option) => option.label).join('、');
  const how: Partial<Record<RegisterColumn['type'], string>> = {
    date: '日期，例如 2026-06-30',
    integer: '整数',
    choice: `填其中一项：${choice}`,
    choices: `可填多项，用顿号隔开：${choice}`,
    unit: '单位名称，与单位名册一致',
    units: '单位名称，多个用顿号隔开',
    objects: '单位或企业名称（或统一社会信用代码），多个用顿号隔开',
    person: '姓名；重名时填账号',
  };
  return [how[type] ?? label, hint].filter(Boolean).join('。');
}
