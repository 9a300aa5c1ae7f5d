import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf } from './day.ts';
import { fold, nameKey } from './fold.ts';
import { decimalOf, moneyOf, numberOf } from './number.ts';
import { phoneOf } from './phone.ts';

const value = (typed: string, unit?: string) => {
  const found = numberOf(typed, unit);
  return found.ok ? found.value : found.why;
};

describe('a number as people type it', () => {
  test.each<[string, number]>([
    ['1,200', 1200],
    ['12,000', 12000],
    ['１，２００', 1200],
    ['1，200.5', 1200.5],
    ['1 200', 1200],
    ['1\u00a0200\u202f000', 1200000],
    ['1,234,567.89', 1234567.89],
    ['+5', 5],
    ['＋５', 5],
    ['-3', -3],
    ['−3', -3],
    ['－３', -3],
    ['1。5', 1.5],
    ['１．５', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['007', 7],
    ['-0', 0],
    [' 12 ', 12],
    ['1200.0', 1200],
    ['１２,０００．５', 12000.5],
    ['１２０　０００', 120000],
    ['1\u200b200', 1200],
    ['\u202d1,200\u202c', 1200],
    ['—5', -5],
  ])('%j is %d', (typed, number) => expect(value(typed)).toBe(number));

  test.each(['12,34', '1,2,3', '1.234.567', '1,2345', '1 2', '1,200 300', '1200,5', '1.2,5', '1,23', '1，2'])(
    '%j could be two numbers, and is refused with what to write',
    (typed) => expect(value(typed)).toMatch(/看不出是多少.*1200/),
  );

  test.each([
    '十二',
    '12台',
    '1e3',
    '0x1F',
    'NaN',
    'Infinity',
    '①',
    '10²',
    '½',
    '5%',
    '(5)',
    '约5',
    '',
    '-',
    '.',
    '٣',
    '３万',
    '1.2万',
    '1E3',
    '1_200',
    "1'200",
    '壹仟',
    '5~10',
    '+-5',
    '𝟏𝟐',
  ])('%j is no number, and is refused in Chinese', (typed) => expect(value(typed)).toMatch(/应为数字/));

  test('the unit of its own field may stand behind it, no other', () => {
    expect(value('1,200 米', '米')).toBe(1200);
    expect(value('1200㎡', '米')).toMatch(/不带单位/);
  });

  test('one that a floating number can not hold is refused, not rounded', () => {
    expect(value('9007199254740993')).toMatch(/位数过多/);
    expect(value('0.1234567890123456')).toMatch(/位数过多/);
    expect(value('999999999999.999')).toBe(999999999999.999);
  });

  test('every number, grouped or not, in either width, is read as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const text = `${whole}.${String(cents).padStart(2, '0')}`;
        const grouped = text.replace(/\B(?=(\d{3})+\.)/g, ',');
        const wide = [...grouped].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
        for (const typed of [text, grouped, wide, grouped.replaceAll(',', ' ')])
          expect(value(typed)).toBe(Number(text));
      }),
    );
  });

  test('whatever is typed: a number or a sentence, never NaN', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789,.，。 +-元e万０１') }), (typed) => {
        const found = numberOf(typed);
        expect(found.ok ? Number.isFinite(found.value) : found.why.length > 3).toBe(true);
        const again = decimalOf(typed);
        if (again.ok) expect(decimalOf(again.value)).toEqual(again);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an amount of money', () => {
  test.each([
    ['1200', '1200.00'],
    ['1,200.5', '1200.50'],
    ['１，２００', '1200.00'],
    ['¥ 0012.30 元', '12.30'],
    ['人民币1200元整', '1200.00'],
    ['9999999999999.99', '9999999999999.99'],
    ['5.000', '5.00'],
  ])('%s is %s', (typed, kept) => expect(moneyOf(typed)).toEqual({ ok: true, value: kept }));

  test.each([
    ['-5', '不能是负数'],
    ['1.234', '最多两位小数'],
    ['1e3', '应为金额'],
    ['1.5万', '换算成元'],
    ['十万', '换算成元'],
    ['12,34', '看不出'],
    ['1.234.567', '看不出'],
    ['99999999999999', '位数过多'],
    ['', '应为金额'],
  ])('%s is refused: %s', (typed, part) => {
    const found = moneyOf(typed);
    expect(found.ok ? '' : found.why).toContain(part);
  });
});

describe('a day', () => {
  test.each([
    '2026-06-30',
    '2026/6/30',
    '2026.6.30',
    '2026年6月30日',
    '20260630',
    '２０２６／６／３０',
    '2026-6-30',
    '2026 年 6 月 30 号',
    '2026。6。30',
  ])('%s is 2026-06-30', (typed) => expect(dayOf(typed)).toBe('2026-06-30'));
  test.each([
    '2026-02-29',
    '6/7/2026',
    '26-6-7',
    '2026-6',
    '2026/6-30',
    '2026630',
    '昨天',
    '',
    '2026-06-30T00:00Z',
  ])('%s is none, or could be two', (typed) => expect(dayOf(typed)).toBeNull());
});

describe('a telephone number', () => {
  test.each([
    ['138 1234 5678', '13812345678'],
    ['138-1234-5678', '13812345678'],
    ['+86 138 1234 5678', '13812345678'],
    ['0086-13812345678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['手机：13812345678', '13812345678'],
    ['138\u200b12345678', '13812345678'],
    ['021-65123456', '021-65123456'],
    ['02165123456', '021-65123456'],
    ['（021）6512 3456', '021-65123456'],
    ['021-65123456-801', '021-65123456-801'],
    ['021 65123456 转 801', '021-65123456-801'],
    ['021-65123456转801', '021-65123456-801'],
    ['+86-21-65123456', '021-65123456'],
    ['0571-87654321', '0571-87654321'],
    ['4008123123', '4008123123'],
    ['400-812-3123', '4008123123'],
    ['４００ ８１２ ３１２３', '4008123123'],
    ['800-820-8820', '8008208820'],
    ['400-820-8820转1', '4008208820-1'],
    ['400 8208 820', '4008208820'],
    ['0570-8051234', '0570-8051234'],
    ['0570-8051234转1', '0570-8051234-1'],
    ['0570-8051234-1', '0570-8051234-1'],
    ['0570-8051-2345', '0570-80512345'],
    ['021-6512-3456#801', '021-65123456-801'],
    ['021-65123456，801', '021-65123456-801'],
    ['021-65123456（801）', '021-65123456-801'],
    ['86-21-65123456', '021-65123456'],
    ['+86 (0)21 6512 3456', '021-65123456'],
    ['座机021-65123456', '021-65123456'],
    ['013812345678', '13812345678'],
    ['13812345678。', '13812345678'],
    ['\u202d13812345678\u202c', '13812345678'],
  ])('%s is %s', (typed, kept) => expect(phoneOf(typed)).toBe(kept));

  test.each([
    '打这个电话',
    '',
    '微信 abc123',
    '1381234567',
    '12345',
    '65123456789012',
    '邻居代转',
    '13812345678/13912345678',
    '13812345678、13912345678',
    '13812345678转801',
    '+852 2123 4567',
    '138****5678',
    '021-6512345',
  ])('%j is none and stays text', (typed) => expect(phoneOf(typed)).toBeNull());
});

describe('comparing', () => {
  test.each([
    ['杨应急隐〔2027〕3号', '杨应急隐[2027]3号'],
    ['杨应急隐【２０２７】３号', '杨应急隐(2027)3号'],
    ['阿卜杜拉·买买提', '阿卜杜拉•买买提'],
    ['阿卜杜拉・买买提', '阿卜杜拉‧买买提'],
    ['⼯业⽤⽔', '工业用水'],
    ['⻓阳路', '长阳路'],
    ['ＡＢＣ—１', 'abc-1'],
    ['宏达\u200b消防', '宏达消防'],
  ])('%s is %s', (one, other) => expect(fold(one)).toBe(fold(other)));

  test('% and _ stay what they are, and different names stay different', () => {
    expect(fold('50%_x')).toBe('50%_x');
    expect(fold('宏达一厂')).not.toBe(fold('宏达二厂'));
  });

  test('a name with blanks, other brackets or invisible characters is the same name', () => {
    expect(nameKey('上海 宏达（消防）\u200b有限公司')).toBe(nameKey('上海宏达(消防)有限公司'));
  });

  test('folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (s) => expect(fold(fold(s))).toBe(fold(s))),
      { numRuns: 2000 },
    );
  });
});
