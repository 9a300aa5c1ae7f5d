import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanFileName, cleanText, hasControl, withoutControl } from './clean.ts';
import { tidyJson } from './tidy.ts';

/** Texts with every kind of trouble beside ordinary ones. */
const odd = fc.constantFrom(
  ...[
    '\r\n',
    '\r',
    '\v',
    '\f',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ud83d',
    '\udc00',
    '\u200b',
    '\u200d',
    '\u202e',
  ],
  ...['\u2066', '\ufeff', '\u00ad', '\ufe0f', '👩', '👩‍👩‍👧', '🏳️‍🌈', '1️⃣', '葛\u{e0100}', '\u{e0041}', 'e\u0301'],
  ...['\u0958', '\u1160', '\u0007', '\n', '\t', '中', 'ａ', '\ufffe', '🏴\u{e0067}\u{e0062}\u{e007f}'],
);
const text = fc
  .array(fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 20 })
  .map((parts) => parts.join(''));

describe('a text that comes in', () => {
  test.each([
    ['第一行\r\n第二行', '第一行\n第二行'],
    ['第一行\r第二行', '第一行\n第二行'],
    ['第一行\u000b第二行', '第一行\n第二行'],
    ['第一页\f第二页', '第一页\n第二页'],
    ['a\u0085b\u2028c\u2029d', 'a\nb\nc\nd'],
  ])('%j has its line ends and soft breaks as newlines, and as blanks in one line', (typed, kept) => {
    expect(cleanText(typed)).toBe(kept);
    expect(cleanText(typed, 'line')).toBe(kept.replaceAll('\n', ' '));
  });

  test.each([
    ['abc\ud83d', 'abc'],
    ['\udc00甲', '甲'],
    ['甲\ud83d乙', '甲乙'],
    ['\ud83d\ud83d\ude00', '😀'],
    ['gnp\u202eexe', 'gnpexe'],
    ['宏达\u200b消防\ufeff', '宏达消防'],
    ['a\u2066b\u2069c\u00add', 'abcd'],
    ['zero\u200dwidth', 'zerowidth'],
    ['x\u{e0041}\u{e0042}', 'x'],
  ])('%j loses what nobody sees, and its neighbours stay', (typed, kept) => {
    expect(cleanText(typed)).toBe(kept);
  });

  test.each([
    '👨‍👩‍👧‍👦',
    '🏳️‍🌈',
    '👩🏽‍⚕️',
    '1️⃣',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '❤️',
    '葛\u{e0100}城',
    '𠮷野家',
    '杨应急隐〔2027〕3号',
    'ｆｕｌｌ',
    '①㈱²',
    '　首行缩进\t',
    ' 尾空格 ',
  ])('%j stays as it is', (typed) => expect(cleanText(typed)).toBe(typed));

  test('a text of Braille blanks is as empty as one of blanks', () =>
    expect(cleanText('\u2800\u2800').trim()).toBe(''));
  test('letters are composed, so that what looks the same is the same', () => {
    expect(cleanText('A\u030a')).toBe('Å');
  });

  test('whatever it is: once is enough, nothing grows, no half character is left', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('line' as const, 'lines' as const), (typed, lines) => {
        const kept = cleanText(typed, lines);
        expect(cleanText(kept, lines)).toBe(kept);
        expect(kept.length).toBeLessThanOrEqual(typed.length);
        expect(kept.isWellFormed()).toBe(true);
        expect(/[\r\v\f\u0085\u2028\u2029\u200b\u202e\ufeff]/.test(kept)).toBe(false);
        if (lines === 'line') expect(kept).not.toContain('\n');
      }),
      { numRuns: 1000 },
    );
  });

  test('a very long hostile text costs little', () => {
    const started = performance.now();
    for (const part of ['\u{e0041}', '\u200d', '\ud83d', '👩\u200d', '\r', '葛\ufe00'])
      cleanText(part.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('control characters are told from newlines and tabs', () => {
    expect(hasControl('多行\n缩进\t')).toBe(false);
    for (const char of ['\u0000', '\u0007', '\u001b', '\b', '\u007f', '\u009b'])
      expect([char, hasControl(`a${char}`)]).toEqual([char, true]);
    expect(withoutControl('电梯\u0007困人\n两次')).toBe('电梯困人\n两次');
  });
});

describe('the name of a file', () => {
  test.each([
    ['图\u202egnp.exe', '图gnp.exe'],
    ['a/b\\c.pdf', 'a_b_c.pdf'],
    ['甲\r\n乙\u0000.docx', '甲 乙.docx'],
  ])('%j becomes %j', (given, kept) => expect(cleanFileName(given)).toBe(kept));

  test('a long one keeps its ending', () => {
    const kept = cleanFileName(`${'长'.repeat(300)}.pdf`);
    expect([...kept]).toHaveLength(200);
    expect(kept).toMatch(/长\.pdf$/);
  });
});

describe('a JSON body', () => {
  test('all its texts and names are cleaned, passwords are not, and control characters are told by their path', () => {
    const body: unknown = JSON.parse(
      '{"reason":"甲\\r\\n乙","list":["a\\u200b",{"x\\ufeff":"\\ud83d"}],"password":"p\\u200bw","bad":{"deep":["\\u0007"]},"__proto__":{"y":"z\\u200b"}}',
    );
    const tidied = tidyJson(body);
    expect(JSON.stringify(tidied.value)).toBe(
      '{"reason":"甲\\n乙","list":["a",{"x":""}],"password":"p\u200bw","bad":{"deep":["\\u0007"]},"__proto__":{"y":"z"}}',
    );
    expect(tidied).toMatchObject({ controls: ['bad.deep.0'], tooMuch: false });
    expect(({} as Record<string, unknown>).y).toBeUndefined();
  });

  test('a text alone is cleaned too', () => expect(tidyJson('a\r\nb').value).toBe('a\nb'));

  test('nesting without end and members without number are told, not followed', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(tidyJson(deep).tooMuch).toBe(true);
    expect(tidyJson(Array.from({ length: 60_000 }, () => 1)).tooMuch).toBe(true);
  });
});
