import { expect, test } from '@jest/globals';
import { plainText } from './plain-text.ts';

test('what nobody sees is taken out; what people type stays', () => {
  expect(plainText(' 上海\u200B某\uFEFF公\u202E司\u2066\u00AD ').text).toBe('上海某公司');
  expect(plainText('\u200B\u2060').text).toBe('');
  expect(plainText('一\r\n二\v三\u2028四\r五').text).toBe('一\n二\n三\n四\n五');
  for (const kept of ['葛\u{E0100}氏', '👨‍👩‍👧 一家', '𠮷野家', 'a\tb', 'é', '１２'])
    expect(plainText(kept)).toEqual({ text: kept });
});

test('control characters and half characters are refused with what to do', () => {
  for (const [bad, name] of [
    ['\u001b[31m红', 'U+001B'],
    ['铃\u0007', 'U+0007'],
    ['\u009b31m', 'U+009B'],
    ['a\u0000b', 'U+0000'],
    ['a\uFFFFb', 'U+FFFF'],
  ] as const)
    expect(plainText(bad).fault).toBe(`含有控制字符（${name}），请删除后重新填写`);
  expect(plainText('半\ud800').fault).toBe('含有不完整的字符，请重新填写');
});
