import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allNaughty } from '../../tests/system/naughty.ts';
import { accepted, choice, date, errorsOf, field, instant } from '../../tests/harness/form-check.ts';
import type { FormComponent } from './index.ts';

describe('text', () => {
  const a = field('textfield', { validate: { minLength: 3, maxLength: 5 } });

  test.each([
    ['一二', '至少 3 个字，现有 2 个字'],
    ['一二三四五六', '最多 5 个字，现有 6 个字'],
    ['  一二  ', '最多 5 个字，现有 6 个字'],
    [' 一二 ', '至少 3 个字，现有 2 个字'],
  ])('%j has the wrong length', (text, part) =>
    expect(errorsOf([a], { a: text })).toEqual([`a “甲”${part}`]),
  );

  test('𠮷 and an emoji are one character each', () => {
    expect(errorsOf([a], { a: '𠮷😀𠮷😀𠮷' })).toEqual([]);
    expect(errorsOf([a], { a: '𠮷😀' })).toEqual(['a “甲”至少 3 个字，现有 2 个字']);
  });

  test('text without a length in the form is bounded all the same', () => {
    expect(errorsOf([field('textfield')], { a: 'x'.repeat(201) })).toEqual([
      'a “甲”最多 200 个字，现有 201 个字',
    ]);
    expect(errorsOf([field('textarea')], { a: 'x'.repeat(2001) })).toEqual([
      'a “甲”最多 2000 个字，现有 2001 个字',
    ]);
  });

  test.each(['\u0000', '\u0007', '\u001b[31m', '\u007f', '\u009b'])('%j is refused', (text) => {
    expect(errorsOf([field('textarea')], { a: `前${text}后` })).toEqual([
      'a “甲”含有不能使用的控制字符，请删除后再提交',
    ]);
  });

  test.each([
    '多行\n缩进\t文字',
    '\'; DROP TABLE "case"; --',
    '<script>alert(1)</script>',
    '{{constructor.constructor("x")()}}',
    '=cmd|calc!A0',
    '${jndi:ldap://x}',
    '../../etc/passwd%00',
    'Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮',
    '👩‍👩‍👧‍👦 🏳️‍🌈',
    'undefined null NaN __proto__ 1;DROP',
    '田中さんにあげて下さい 사회과학원 Ω≈ç√∫˜µ≤',
  ])('%j survives unchanged as data', (text) => {
    expect(accepted([field('textarea')], { a: text }).data).toEqual({ a: text });
  });

  test.each([
    ['第一行\r\n第二行\u000b第三行\u2028末', '第一行\n第二行\n第三行\n末'],
    ['\u202Etest\u202C\uFEFF', 'test'],
    ['甲\ud800乙\udc00', '甲乙'],
  ])('%j is stored as %j, and as one line in a one-line field', (typed, kept) => {
    expect(accepted([field('textarea')], { a: typed }).data).toEqual({ a: kept });
    expect(accepted([field('textfield')], { a: typed }).data).toEqual({ a: kept.replaceAll('\n', ' ') });
  });

  test('texts inside our own fields are cleaned too, a code is in half width', () => {
    const components = [
      field('firm', { key: 'f' }),
      field('location', { key: 'l' }),
      field('person', { key: 'p', properties: { freeText: true } }),
      field('files', { key: 'd' }),
    ];
    const sha256 = 'a'.repeat(64);
    const sent = {
      f: { name: '宏达\u200b消防', uscc: '９１３１０１１０dem010378u' },
      l: { address: '平凉路\r\n1号' },
      p: { name: '欧阳\ufeff晓明' },
      d: [{ sha256, name: '图\u202egnp.exe' }],
    };
    expect(accepted(components, sent).data).toEqual({
      f: { name: '宏达消防', uscc: '91310110DEM010378U' },
      l: { address: '平凉路 1号' },
      p: { name: '欧阳晓明' },
      d: [{ sha256, name: '图gnp.exe' }],
    });
  });

  test('a telephone and a code are put into one spelling before they are checked', () => {
    const phone = field('textfield', {
      validate: { pattern: '^1[3-9]\\d{9}$', patternErrorMessage: '请填写手机号' },
      properties: { spelling: 'phone' },
    });
    expect(accepted([phone], { a: '+86 138 1234 5678' }).data).toEqual({ a: '13812345678' });
    expect(errorsOf([phone], { a: '打这个电话' })).toEqual(['a “甲”：请填写手机号']);
    const code = field('textfield', { properties: { spelling: 'code' } });
    expect(accepted([code], { a: '２０２７－０１' }).data).toEqual({ a: '2027-01' });
  });

  test('whatever a person may type is taken by a field of several lines', () => {
    const typed = fc.string({ unit: 'binary', maxLength: 300 }).filter((s) => !/[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/.test(s)); // prettier-ignore
    fc.assert(
      fc.property(fc.oneof(typed, fc.constantFrom(...allNaughty)), (text) => {
        expect(errorsOf([field('textarea')], { a: text })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('a length may depend on another field', () => {
    const opinion = field('textarea', { validate: { minLength: '=if r = "no" then 5 else 1' as never } });
    expect(errorsOf([choice(), opinion], { r: 'yes', a: '好' })).toEqual([]);
    expect(errorsOf([choice(), opinion], { r: 'no', a: '不好' })).toEqual(['a “甲”至少 5 个字，现有 2 个字']);
  });

  test('a pattern answers in its own words', () => {
    const phone = field('textfield', {
      validate: { pattern: '^1[3-9]\\d{9}$', patternErrorMessage: '请填写手机号' },
    });
    expect(errorsOf([phone], { a: '12345' })).toEqual(['a “甲”：请填写手机号']);
  });
});

describe('numbers, choices, dates', () => {
  test.each([
    [{ a: '三' }, '请用阿拉伯数字填写'],
    [{ a: '1,2,3' }, '看不出是多少'],
    [{ a: '12,34' }, '看不出是多少'],
    [{ a: '1,200.555' }, '最多 2 位小数'],
    [{ a: Number.NaN }, '应为数字'],
    [{ a: Infinity }, '应为数字'],
    [{ a: 1e30 }, '不能大于'],
    [{ a: 0 }, '不能小于 1'],
    [{ a: 1.005 }, '最多 2 位小数'],
  ])('the number %j', (data, part) => {
    const number = field('number', { decimalDigits: 2, validate: { min: 1 } });
    expect(errorsOf([number], data).join()).toContain(part);
  });

  test.each<[string, number]>([
    ['1,200', 1200],
    ['12,000', 12000],
    ['１，２００', 1200],
    ['1 200.5', 1200.5],
    ['+5', 5],
  ])('a number typed as %s is stored as %d, also in a row', (typed, number) => {
    const quantity = field('number', { decimalDigits: 3 });
    expect(accepted([quantity], { a: typed }).data).toEqual({ a: number });
    const list: FormComponent = {
      type: 'dynamiclist',
      id: 'L',
      path: 'l',
      label: '清单',
      components: [quantity],
    };
    expect(accepted([list], { l: [{ a: typed }] }).data).toEqual({ l: [{ a: number }] });
    expect(errorsOf([list], { l: [{ a: '12,34' }] }).join()).toMatch(
      /^l\.0\.a “清单”第 1 行“甲”看不出是多少/,
    );
  });

  test('a whole number stays whole: 1.5 is refused, 1,500 is not', () => {
    const days = field('number', { decimalDigits: 0 });
    expect(errorsOf([days], { a: '1.5' })).toEqual(['a “甲”应为整数']);
    expect(accepted([days], { a: '1,500' }).data).toEqual({ a: 1500 });
    expect(errorsOf([field('number', { validate: { required: true } })], { a: ' ' })).toEqual([
      'a “甲”必须填写',
    ]);
  });

  test('a condition sees the number, not what was typed', () => {
    const more = field('textfield', { key: 'b', conditional: { hide: '=a < 1000' } });
    expect(accepted([field('number'), more], { a: '1,200', b: '说明' }).data).toEqual({ a: 1200, b: '说明' });
  });

  test('0.1 + 0.2 and 19.99 have no more digits than they show', () => {
    const number = field('number', { decimalDigits: 2 });
    expect(errorsOf([number], { a: 19.99 })).toEqual([]);
    expect(errorsOf([number], { a: 0.3 })).toEqual([]);
  });

  test.each(['maybe', 5, null === undefined, ['yes']])('%j is no option', (value) => {
    expect(errorsOf([choice()], { r: value })).toEqual(['r “选择”不是可选的选项']);
  });

  test.each([
    '2026-02-29',
    '2026-13-01',
    '1989-12-31',
    '2101-01-01',
    '2026-3-1',
    '2026-03-24T00:00Z',
    20260324,
  ])('%j is no day', (value) => expect(errorsOf([date()], { a: value })).toHaveLength(1));

  test.each(['2024-02-29', '1990-01-01', '2100-12-31'])('%j is a day', (value) => {
    expect(errorsOf([date()], { a: value })).toEqual([]);
  });

  test.each([
    '2026-03-24',
    '2026-03-24T09:30',
    '2026-03-24 09:30Z',
    '2026-02-30T09:30Z',
    '2026-03-24T24:00Z',
    '2026-03-24T09:30+99:00',
    '0001-01-01T00:00Z',
  ])('%j is no instant', (value) => expect(errorsOf([instant()], { a: value })).toHaveLength(1));

  test('an instant is stored in UTC, in whatever zone it came', () => {
    expect(accepted([instant()], { a: '2026-03-24T09:30+08:00' }).data).toEqual({
      a: '2026-03-24T01:30:00.000Z',
    });
  });

  test('not in the future: five minutes of clock skew are tolerated, six are not', () => {
    const past = instant({ properties: { notFuture: true } });
    expect(errorsOf([past], { a: '2026-03-24T10:05+08:00' })).toEqual([]);
    expect(errorsOf([past], { a: '2026-03-24T10:06+08:00' })).toEqual(['a “甲”不能晚于现在']);
  });

  test('today is the day in Shanghai, also when it is still yesterday in UTC', () => {
    const late = { now: new Date('2026-03-23T16:30:00Z') };
    expect(errorsOf([date({ properties: { notFuture: true } })], { a: '2026-03-24' }, late)).toEqual([]);
    expect(errorsOf([date({ properties: { future: true } })], { a: '2026-03-24' }, late)).toEqual([
      'a “甲”须晚于今天',
    ]);
    expect(errorsOf([date({ properties: { future: true } })], { a: '2026-03-25' }, late)).toEqual([]);
  });

  test('an end is not before its start, also between a day and an instant', () => {
    const end = date({ properties: { notBefore: 's' } });
    const start = instant({ key: 's', label: '起' });
    expect(errorsOf([start, end], { s: '2026-03-23T23:00Z', a: '2026-03-24' })).toEqual([]);
    expect(errorsOf([start, end], { s: '2026-03-24T17:00Z', a: '2026-03-24' })).toEqual([
      'a “甲”不能早于开始时间',
    ]);
  });

  test('a day lies within so many days of the legal pack after another field, to the last of them', () => {
    const components = [
      date({ properties: { within: { key: 'talk.plan', from: 's' } } }),
      instant({ key: 's', label: '约谈结束' }),
    ];
    const s = '2026-03-24T17:00Z';
    expect(errorsOf(components, { s, a: '2026-04-14' })).toEqual([]);
    expect(errorsOf(components, { s, a: '2026-04-15' })).toEqual(['a “甲”不能晚于 2026-04-14（20 日内）']);
  });

  test('a notice must come so many hours before as the legal pack says, unless it is an emergency', () => {
    const lead = { key: 'powercut.notice', before: 'from', unless: 'e' };
    const components = [
      instant({ properties: { lead } }),
      instant({ key: 'from' }),
      field('checkbox', { key: 'e' }),
    ];
    const data = { a: '2026-03-24T09:00+08:00', from: '2026-03-25T08:59+08:00' };
    expect(errorsOf(components, data)).toEqual(['a “甲”须至少提前 24 小时']);
    expect(errorsOf(components, { ...data, e: true })).toEqual([]);
    expect(errorsOf(components, { ...data, from: '2026-03-25T09:00+08:00' })).toEqual([]);
  });

  test.each([['1200.00'], ['0.01'], ['9999999999999.99']])('%s is an amount of money', (a) => {
    expect(errorsOf([field('money')], { a })).toEqual([]);
  });

  test.each([
    ['1200', '1200.00'],
    ['1,200.00', '1200.00'],
    ['１，２００．５元', '1200.50'],
    ['01.00', '1.00'],
  ])('%s is an amount, stored as %s', (a, kept) => {
    expect(accepted([field('money')], { a }).data).toEqual({ a: kept });
  });

  test.each(['-1.00', '1.005', '1e3', '12,34', '1.234.567', 'x', 1200])('%j is not', (a) => {
    expect(errorsOf([field('money')], { a })).toHaveLength(1);
  });

  test('an amount below its least is refused', () => {
    expect(errorsOf([field('money', { validate: { min: '0.01' } })], { a: '0.00' })).toEqual([
      'a “甲”不能小于 0.01',
    ]);
  });
});
