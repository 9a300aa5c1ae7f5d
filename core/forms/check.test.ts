import { describe, expect, test } from '@jest/globals';
import { accepted, choice, errorsOf, field } from '../../tests/harness/form-check.ts';
import type { FormComponent } from './index.ts';

describe('what comes in', () => {
  test.each([null, 1, 'x', [], true, undefined])('%j instead of fields is refused', (data) => {
    expect(errorsOf([field('textfield')], data)).toHaveLength(1);
  });

  test('an unknown field is refused by its name, also one called __proto__', () => {
    expect(errorsOf([field('textfield')], { b: 1 })).toEqual(['b 表单里没有“b”这个字段']);
    const hostile: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}');
    expect(errorsOf([field('textfield')], hostile)).toHaveLength(2);
  });

  test('names that JavaScript calls by itself do no harm', () => {
    const hostile = { valueOf: 1, toString: 1, toJSON: 1, then: 1, constructor: 1 };
    for (const type of [
      'photos',
      'files',
      'signature',
      'location',
      'person',
      'textfield',
      'number',
      'checkbox',
    ]) {
      for (const a of [hostile, [hostile, hostile]]) {
        expect(
          errorsOf([field(type), choice({ conditional: { hide: '=a = "x"' } })], { a }).length,
        ).toBeGreaterThan(0);
      }
    }
    const list = field('checklist', { values: [{ label: 'x', value: 'x' }] });
    expect(errorsOf([list], { a: [hostile, hostile] }).length).toBeGreaterThan(0);
  });

  test('far too much, or nested without end, is refused without being looked at', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 50_000; i++) deep = [deep];
    expect(errorsOf([field('textfield')], { a: deep })).toEqual([' 提交内容过大']);
    expect(errorsOf([field('textfield')], { a: Array.from({ length: 30_000 }, () => 1) })).toEqual([
      ' 提交内容过大',
    ]);
    expect(errorsOf([field('textarea')], { a: 'x'.repeat(3_000_000) })).toEqual([' 提交内容过大']);
  });

  test('a read-only field is refused when the client sends it, and not missed when it does not', () => {
    const shown = field('textarea', { readonly: true, properties: { auto: 'case.summary' } });
    expect(errorsOf([shown], { a: 'x' })).toEqual(['a “甲”由系统填写，不能提交']);
    expect(errorsOf([shown], {})).toEqual([]);
    expect(errorsOf([shown], { a: '' })).toEqual([]);
  });

  test('a hidden field is dropped, whatever it holds', () => {
    const components = [
      choice(),
      field('textfield', { conditional: { hide: '=r != "yes"' }, validate: { required: true } }),
    ];
    expect(accepted(components, { r: 'no', a: { any: ['thing'] } }).data).toEqual({ r: 'no' });
    expect(errorsOf(components, { r: 'yes' })).toEqual(['a “甲”必须填写']);
    expect(errorsOf(components, { r: 'yes', a: 1 })).toEqual(['a “甲”应为文字']);
  });

  test('blank values are left out, an unchecked box is kept', () => {
    const components = [
      field('textfield'),
      field('checkbox', { key: 'b' }),
      field('checklist', { key: 'c', values: [{ label: 'x', value: 'x' }] }),
    ];
    expect(accepted(components, { a: '', b: false, c: [] }).data).toEqual({ b: false });
  });
});

describe('parts of the answer', () => {
  test('a vault field is found only in the vault, an engine field also in the engine, with every key present', () => {
    const secret = field('textfield', { key: 's', properties: { vault: true } });
    const ticked = field('checkbox', { key: 'c', properties: { engine: true } });
    const unit = field('unit', { key: 'u', properties: { engine: true } });
    const hidden = field('unit', {
      key: 'h',
      conditional: { hide: '=r = "yes"' },
      properties: { engine: true },
    });
    const components = [choice({ properties: { engine: true } }), secret, ticked, unit, hidden];
    expect(accepted(components, { r: 'yes', s: '王某', u: 'dinghai', h: 'gongan' })).toEqual({
      ok: true,
      data: { r: 'yes', u: 'dinghai' },
      engine: { r: 'yes', c: false, u: 'dinghai', h: null },
      vault: { s: '王某' },
      evidence: [],
      attachments: [],
    });
  });

  test('the engine gets the code of an option where the form names one, and of a firm or person only the id', () => {
    const way = choice({ properties: { engine: true, engineMap: { yes: 'ja' } } });
    const firm = field('firm', { properties: { engine: true } });
    expect(accepted([way, firm], { r: 'yes', a: { name: '某厂' } }).engine).toEqual({ r: 'ja', a: null });
    const code = '91310110DEM010378U';
    expect(accepted([way, firm], { r: 'no', a: { uscc: code } }).engine).toEqual({ r: 'no', a: code });
  });

  test('a computed field is computed here, and refused when the client says something else', () => {
    const sum = field('expression', {
      key: 'x',
      label: '结论',
      expression: '=r = "yes"',
      properties: { engine: true },
    });
    expect(accepted([choice(), sum], { r: 'yes' })).toMatchObject({ data: { x: true }, engine: { x: true } });
    expect(accepted([choice(), sum], { r: 'yes', x: true }).data).toEqual({ r: 'yes', x: true });
    expect(errorsOf([choice(), sum], { r: 'yes', x: false })).toEqual(['x “结论”由系统计算，与提交的不一致']);
  });
});

describe('rules with FEEL', () => {
  test('required when: one of two must be there', () => {
    const b = field('textfield', { key: 'b', label: '乙', properties: { requiredWhen: '=a = ""' } });
    expect(errorsOf([field('textfield'), b], { a: 'x' })).toEqual([]);
    expect(errorsOf([field('textfield'), b], { b: 'x' })).toEqual([]);
    expect(errorsOf([field('textfield'), b], {})).toEqual(['b “乙”必须填写']);
    expect(errorsOf([field('textfield'), b], { a: '　' })).toEqual(['b “乙”必须填写']);
  });

  test('a check may ask who, when and at which step', () => {
    const rule = (feel: string) => [choice({ properties: { check: [{ feel, message: '不行' }] } })];
    expect(errorsOf(rule('=list contains(me.groups, "enf")'), { r: 'yes' })).toEqual([]);
    expect(errorsOf(rule('=me.account = "x"'), { r: 'yes' })).toEqual(['r “选择”：不行']);
    expect(errorsOf(rule('=today = "2026-03-24" and now < "2026-03-24T02:00:01"'), { r: 'yes' })).toEqual([]);
    expect(errorsOf(rule('=step != "assign"'), { r: 'yes' }, { step: 'assign' })).toEqual(['r “选择”：不行']);
    expect(errorsOf(rule('=step != "assign"'), { r: 'yes' }, { step: 'rule' })).toEqual([]);
  });

  test('a check that can not be answered is not passed', () => {
    const check = [{ feel: '=a <= 5', message: '太多' }];
    expect(errorsOf([field('number', { properties: { check } })], { a: 9 })).toEqual(['a “甲”：太多']);
    const unknown = [{ feel: '=a <= m', message: '太多' }];
    const m = field('number', { key: 'm', readonly: true, properties: { auto: 'x' } });
    expect(errorsOf([m, field('number', { properties: { check: unknown } })], { a: 9 })).toEqual([
      'a “甲”：太多',
    ]);
    expect(
      errorsOf([m, field('number', { properties: { check: unknown } })], { a: 9 }, { server: { m: 9 } }),
    ).toEqual([]);
  });

  test('a hide condition may ask for the step', () => {
    const grave = field('checkbox', {
      conditional: { hide: '=step != "legal-review"' },
      validate: { required: true },
    });
    expect(errorsOf([grave], {})).toEqual([]);
    expect(errorsOf([grave], {}, { step: 'legal-review' })).toEqual(['a “甲”须勾选']);
  });
});

describe('lists', () => {
  const columns = [
    field('textfield', { key: 'item', label: '项目', readonly: true }),
    field('select', {
      key: 'result',
      label: '结果',
      validate: { required: true },
      values: [{ label: '合格', value: '合格' }],
    }),
    field('textfield', { key: 'note', label: '说明', conditional: { hide: '=this.result = "合格"' } }),
  ];
  const list = (more: Partial<FormComponent>): FormComponent => ({
    type: 'dynamiclist',
    id: 'L',
    path: 'l',
    label: '清单',
    components: columns,
    ...more,
  });
  const fixed = list({
    allowAddRemove: false,
    validate: { required: true },
    properties: { auto: 'item.points' },
  });
  const server = { l: [{ item: '甲项' }, { item: '乙项' }] };

  test('rows laid out by the server must all be answered, and keep what the server wrote', () => {
    expect(errorsOf([fixed], { l: [{ result: '合格' }] }, { server })).toEqual([
      'l “清单”须逐行填写，共 2 行，收到 1 行',
    ]);
    expect(errorsOf([fixed], {}, { server })).toEqual(['l “清单”须逐行填写（共 2 行）']);
    expect(
      accepted([fixed], { l: [{ result: '合格', note: 'dropped' }, { result: '合格' }] }, { server }).data,
    ).toEqual({
      l: [
        { item: '甲项', result: '合格' },
        { item: '乙项', result: '合格' },
      ],
    });
    expect(errorsOf([fixed], {}, { server: { l: [] } })).toEqual([]);
    expect(errorsOf([fixed], {})).toEqual(['l “清单”必须填写']);
  });

  test('a client can not rewrite what the server wrote into a row', () => {
    const rows = [{ item: '别的', result: '合格' }, { result: '合格' }];
    expect(errorsOf([fixed], { l: rows }, { server })).toEqual(['l.0.item “清单”第 1 行里不能有“item”']);
  });

  test('errors name the row and the column', () => {
    expect(errorsOf([fixed], { l: [{ result: '合格' }, { result: '好' }] }, { server })).toEqual([
      'l.1.result “清单”第 2 行“结果”不是可选的选项',
    ]);
    expect(errorsOf([fixed], { l: [{ result: '合格' }, {}] }, { server })).toEqual([
      'l.1.result “清单”第 2 行“结果”须选择',
    ]);
  });

  test('blank rows of a list that the person fills are dropped', () => {
    expect(accepted([list({})], { l: [{ result: '' }, { result: '合格' }] }).data).toEqual({
      l: [{ result: '合格' }],
    });
    expect(errorsOf([list({ validate: { required: true } })], { l: [{ result: null }] })).toEqual([
      'l “清单”必须填写',
    ]);
  });

  test('more rows than a list may have are refused', () => {
    const rows = Array.from({ length: 51 }, () => ({ result: '合格' }));
    expect(errorsOf([list({})], { l: rows })).toEqual(['l “清单”最多 50 行']);
  });
});
