/** The sentences that form-js's viewer shows by itself, in Chinese. Keys are its English originals. */
const ZH: Record<string, string> = {
  'Date and time must both be entered.': '日期和时间都要填写。',
  'No content to show.': '没有可显示的内容。',
  "External content couldn't be loaded.": '外部内容无法读取。',
  Increment: '增加',
  Decrement: '减少',
  'Skip to search': '跳到搜索',
  'Remove tag': '移除',
  Search: '搜索',
  'No results': '没有结果',
  'All values selected': '已全部选择',
  'Nothing to show.': '暂无记录。',
  '{page} of {total}': '第 {page} 页，共 {total} 页',
  'Previous page': '上一页',
  'Next page': '下一页',
  'Click to sort by {value} descending': '按{value}降序排列',
  'Click to remove sorting': '取消排序',
  'Click to sort by {value} ascending': '按{value}升序排列',
  'No files selected': '未选择文件',
  '{value} files selected': '已选择 {value} 个文件',
  'Document reference is not defined.': '没有文件。',
  'Unable to download document': '文件无法下载',
  'Download {fileName}': '下载 {fileName}',
  'Add new': '添加一行',
  'Expand all ({value})': '全部展开（{value}）',
  Collapse: '收起',
  'Value is not a number.': '请填写数字。',
  'Value is expected to be an integer.': '请填写整数。',
  'Value is expected to have at most 1 decimal digit.': '最多保留 1 位小数。',
  'Value is expected to have at most {value} decimal digits.': '最多保留 {value} 位小数。',
  'Please select a valid value, the two nearest valid values are {previousValue} and {nextValue}.':
    '请填写有效的数，最近的两个是 {previousValue} 和 {nextValue}。',
  'Field must match pattern {value}.': '格式不正确。',
  'Field is required.': '必填。',
  'Field must have minimum value of {value}.': '不能小于 {value}。',
  'Field must have maximum value of {value}.': '不能大于 {value}。',
  'Min validation value is not a valid number.': '请填写数字。',
  'Max validation value is not a valid number.': '请填写数字。',
  'Field must have minimum length of {value}.': '至少填写 {value} 个字。',
  'Field must have maximum length of {value}.': '最多填写 {value} 个字。',
  'Field must be a valid international phone number. (e.g. +4930664040900)': '请填写有效的电话号码。',
  'Field must be a valid email.': '请填写有效的邮箱。',
};

/** form-js's translate service: the Chinese sentence with its `{placeholders}` filled in. */
export function translate(template: string, replacements: Record<string, unknown> = {}): string {
  return (ZH[template] ?? template).replace(/\{(\w+)\}/g, (whole, key: string) =>
    String(replacements[key] ?? whole),
  );
}
