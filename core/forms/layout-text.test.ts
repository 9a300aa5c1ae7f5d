import { expect, test } from '@jest/globals';
import { compileForm } from './compile.ts';
import type { FormNotCheckable, FormSchema } from './types.ts';

const form = (...components: object[]) =>
  ({ type: 'default', id: 'some.form', components }) as unknown as FormSchema;
const reasons = (...components: object[]): string[] => {
  try {
    compileForm(form(...components));
    return [];
  } catch (error) {
    return (error as FormNotCheckable).reasons.map(({ message }) => message);
  }
};

test.each([
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  'a <b>bold</b>',
  '<!-- x -->',
  '[x](javascript:alert(1))',
  '![x](http://evil.example/pixel.png)',
  '[x][y]\n\n[y]: //evil.example',
  '= "<b>" + name',
  '您好 {{name}}',
])('a text that could carry HTML, links, pictures or expressions is refused: %s', (text) => {
  expect(reasons({ type: 'text', text }).length).toBeGreaterThan(0);
  expect(reasons({ type: 'group', components: [{ type: 'text', text }] }).length).toBeGreaterThan(0);
});

test('words, lists and emphasis stay; a component of HTML or of foreign pages is refused as such', () => {
  expect(reasons({ type: 'text', text: '# 说明\n\n* 面积 < 50 平方米\n* **必须**到场 [两人以上]' })).toEqual(
    [],
  );
  for (const type of ['html', 'iframe', 'image', 'documentPreview'])
    expect(reasons({ type, content: 'x' })).toEqual([expect.stringContaining(`服务器不能检查“${type}”`)]);
  expect(reasons({ type: 'group', label: '={{evil}}', components: [] })).toContain('label 不能是表达式');
});
