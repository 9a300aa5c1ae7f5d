import { expect, test } from '@jest/globals';
import { withoutName } from './faults.ts';

test.each([
  ['“举报人电话”：请填写手机号', '举报人电话', '请填写手机号'],
  ['“描述”含有不能使用的控制字符', '描述', '含有不能使用的控制字符'],
  ['整改后照片第 1 张没有定位', '整改后照片', '第 1 张没有定位'],
  ['必填', '描述', '必填'],
  ['至少 10 个字', '', '至少 10 个字'],
  ['描述', '描述', '描述'],
])('the summary names a field once: %s', (message, label, left) => {
  expect(withoutName(message, label)).toBe(left);
});
