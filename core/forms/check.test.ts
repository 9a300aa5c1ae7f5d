import { describe, expect, test } from '@jest/globals';
import { shippedPack } from '../legal-pack.ts';
import { checkForm, compileForm, type CheckContext, type FormComponent, type FormSchema } from './index.ts';

const ctx: CheckContext = {
  now: new Date('2026-03-24T02:00:00Z'), // 10:00 in Shanghai
  me: { account: 'yan.beichuan', name: '严北川', groups: ['enf'] },
  law: shippedPack(),
};

let serial = 0;
const field = (type: string, more: Partial<FormComponent> = {}): FormComponent => ({
  type,
  id: `F${serial++}`,
  key: 'a',
  label: '甲',
  ...more,
});
const instant = (more: Partial<FormComponent> = {}) => field('datetime', { subtype: 'datetime', ...more });
const date = (more: Partial<FormComponent> = {}) => field('datetime', { subtype: 'date', ...more });
const choice = (more: Partial<FormComponent> = {}): FormComponent =>
  field('radio', { key: 'r', label: '选择', values: [{ label: '是', value: 'yes' }, { label: '否', value: 'no' }], ...more }); // prettier-ignore
const form = (...components: FormComponent[]) => {
  const schema: FormSchema = { type: 'default', id: 'test', schemaVersion: 19, components };
  return compileForm(schema);
};

/** Errors as `path message` lines; [] = accepted. */
const errorsOf = (components: FormComponent[], data: unknown, more: Partial<CheckContext> = {}): string[] => {
  const result = checkForm(form(...components), data, { ...ctx, ...more });
  return result.ok ? [] : result.errors.map(({ path, message }) => `${path} ${message}`);
};
const accepted = (components: FormComponent[], data: unknown, more: Partial<CheckContext> = {}) => {
  const result = checkForm(form(...components), data, { ...ctx, ...more });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result;
};

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

describe('text', () => {
  const a = field('textfield', { validate: { minLength: 3, maxLength: 5 } });

  test.each([
    ['一二', '至少 3 个字'],
    ['一二三四五六', '最多 5 个字'],
    ['  一二  ', '最多 5 个字'],
    [' 一二 ', '至少 3 个字'],
  ])('%j has the wrong length', (text, part) =>
    expect(errorsOf([a], { a: text })).toEqual([`a “甲”${part}`]),
  );

  test('𠮷 and an emoji are one character each', () => {
    expect(errorsOf([a], { a: '𠮷😀𠮷😀𠮷' })).toEqual([]);
    expect(errorsOf([a], { a: '𠮷😀' })).toEqual(['a “甲”至少 3 个字']);
  });

  test('text without a length in the form is bounded all the same', () => {
    expect(errorsOf([field('textfield')], { a: 'x'.repeat(201) })).toEqual(['a “甲”最多 200 个字']);
    expect(errorsOf([field('textarea')], { a: 'x'.repeat(2001) })).toEqual(['a “甲”最多 2000 个字']);
  });

  test.each(['\u0000', '\u0007', '\u001b[31m', '\u007f', '\u0085', '\ud800', 'x\udc00y', '\r\n'])(
    '%j is refused',
    (text) => {
      expect(errorsOf([field('textarea')], { a: `前${text}后` })).toEqual(['a “甲”含有不能使用的控制字符']);
    },
  );

  test.each([
    '多行\n缩进\t文字',
    '\'; DROP TABLE "case"; --',
    '<script>alert(1)</script>',
    '{{constructor.constructor("x")()}}',
    '=cmd|calc!A0',
    '${jndi:ldap://x}',
    '../../etc/passwd%00',
    'Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮',
    '\u202Etest\u202E\uFEFF\u2028',
    '👩‍👩‍👧‍👦 🏳️‍🌈',
    'undefined null NaN __proto__ 1;DROP',
    '田中さんにあげて下さい 사회과학원 Ω≈ç√∫˜µ≤',
  ])('%j survives unchanged as data', (text) => {
    expect(accepted([field('textarea')], { a: text }).data).toEqual({ a: text });
  });

  test('a length may depend on another field', () => {
    const opinion = field('textarea', { validate: { minLength: '=if r = "no" then 5 else 1' as never } });
    expect(errorsOf([choice(), opinion], { r: 'yes', a: '好' })).toEqual([]);
    expect(errorsOf([choice(), opinion], { r: 'no', a: '不好' })).toEqual(['a “甲”至少 5 个字']);
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
    [{ a: '3' }, '应为数字'],
    [{ a: Number.NaN }, '应为数字'],
    [{ a: Infinity }, '应为数字'],
    [{ a: 1e30 }, '不能大于'],
    [{ a: 0 }, '不能小于 1'],
    [{ a: 1.005 }, '最多 2 位小数'],
  ])('the number %j', (data, part) => {
    const number = field('number', { decimalDigits: 2, validate: { min: 1 } });
    expect(errorsOf([number], data).join()).toContain(part);
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

  test.each(['1200', '1,200.00', '-1.00', '01.00', '1.0', '1e3', 1200])('%j is not', (a) => {
    expect(errorsOf([field('money')], { a })).toHaveLength(1);
  });

  test('an amount below its least is refused', () => {
    expect(errorsOf([field('money', { validate: { min: '0.01' } })], { a: '0.00' })).toEqual([
      'a “甲”不能小于 0.01',
    ]);
  });
});

describe('people, firms, places', () => {
  test('the least number of officers comes from the legal pack', () => {
    const officers = field('person', { properties: { multiple: true, minItemsKey: 'probe.officers' } });
    expect(errorsOf([officers], { a: ['yan.beichuan'] })).toEqual(['a “甲”至少 2 人']);
    expect(errorsOf([officers], { a: ['yan.beichuan', 'yan.beichuan'] })).toEqual(['a “甲”有重复']);
    const more = {
      law: { ...shippedPack(), amounts: new Map([['probe.officers', { min: '3', max: null }]]) },
    };
    expect(errorsOf([officers], { a: ['yan.beichuan', 'cao.lingfei'] }, more)).toEqual(['a “甲”至少 3 人']);
  });

  test('a legal key that the pack lacks stops the check: nobody passes because the law is missing', () => {
    const officers = field('person', { properties: { multiple: true, minItemsKey: 'no.such.key' } });
    expect(() => errorsOf([officers], { a: ['a.b'] })).toThrow(RangeError);
    expect(() => errorsOf([officers], { a: ['a.b'] }, { law: undefined as never })).toThrow(RangeError);
  });

  test('somebody without account may be named only where the form says so', () => {
    expect(errorsOf([field('person')], { a: { name: '张三' } })).toHaveLength(1);
    expect(errorsOf([field('person', { properties: { freeText: true } })], { a: { name: '张三' } })).toEqual(
      [],
    );
  });

  test('one of them must be an expert, when it is known who is', () => {
    const include = [{ groups: ['expert'], min: 1, message: '须有专家' }];
    const people = field('person', { properties: { multiple: true, include } });
    const groupsOf = (account: string) => (account === 'luo.gongqiao' ? ['expert'] : ['enf']);
    expect(errorsOf([people], { a: ['yan.beichuan'] }, { groupsOf })).toEqual(['a “甲”：须有专家']);
    expect(errorsOf([people], { a: ['yan.beichuan', 'luo.gongqiao'] }, { groupsOf })).toEqual([]);
    expect(errorsOf([people], { a: ['yan.beichuan'] })).toEqual([]);
  });

  test.each([
    [{ uscc: '91310110DEM010378U' }, []],
    [{ name: '无照小作坊' }, []],
    [{ uscc: '91310110DEM010378V' }, ['a.uscc “甲”的统一社会信用代码不对，请核对 18 位代码']],
    [{}, ['a “甲”的内容不完整']],
    [{ name: '某厂', owner: '某人' }, ['a.owner “甲”里不能有“owner”']],
  ])('the firm %j', (firm, errors) => expect(errorsOf([field('firm')], { a: firm })).toEqual(errors));

  const places = [
    field('location', {
      key: 'reported',
      label: '举报地点',
      readonly: true,
      properties: { auto: 'case.place' },
    }),
    field('location', {
      properties: { near: { to: 'reported', withinKey: 'verify.distance', unless: 'why' } },
    }),
    field('textfield', { key: 'why' }),
  ];
  const at = (lat: number) => ({ lat, lng: 121.5, address: '某路' });

  test('farther than the legal pack allows needs a reason; where the report has no point, nothing is asked', () => {
    const server = { reported: at(31.27) };
    expect(errorsOf(places, { a: at(31.274) }, { server })).toEqual([]);
    expect(errorsOf(places, { a: at(31.275) }, { server })).toEqual([
      'a “甲”距举报地点约 556 米，请填写原因',
    ]);
    expect(errorsOf(places, { a: at(31.275), why: '后门进入' }, { server })).toEqual([]);
    expect(errorsOf(places, { a: { address: '某路' } }, { server })).toHaveLength(1);
    expect(errorsOf(places, { a: at(45) }, { server: { reported: { address: '某路' } } })).toEqual([]);
  });

  test.each([
    [{ lat: 31, lng: 121 }, 'a'],
    [{ lat: 31, address: 'x' }, 'a'],
    [{ lat: 91, lng: 0, address: 'x' }, 'a.lat'],
    [{ address: '' }, 'a.address'],
  ])('the place %j is refused', (a, path) => {
    expect(errorsOf([field('location')], { a })[0]?.split(' ')[0]).toBe(path);
  });

  test('nobody signs for somebody else with an account', () => {
    const signedAt = '2026-03-24T01:00:00Z';
    expect(errorsOf([field('signature')], { a: { account: 'cao.lingfei', signedAt } })).toEqual([
      'a “甲”不能代他人签名',
    ]);
    expect(errorsOf([field('signature')], { a: { account: 'yan.beichuan', signedAt } })).toEqual([]);
    expect(errorsOf([field('signature')], { a: { sha256: 'f'.repeat(64) } })).toEqual([]);
    expect(errorsOf([field('signature')], { a: {} })).toHaveLength(1);
    expect(errorsOf([field('signature')], { a: { sha256: 'F'.repeat(64) } })).toHaveLength(1);
  });
});

describe('pictures and evidence', () => {
  const hash = (n: number) => n.toString(16).padStart(64, '0');
  const before = field('photos', {
    key: 'b',
    label: '整改前',
    readonly: true,
    properties: { auto: 'x', evidence: 'before' },
  });
  const after = field('photos', {
    label: '整改后',
    properties: { evidence: 'after', takenAfter: 'ordered' },
  });
  const ordered = instant({ key: 'ordered', readonly: true, properties: { auto: 'x' } });

  test('the same picture can not show before and after, nor twice the same', () => {
    const server = { b: [{ sha256: hash(1) }] };
    expect(
      errorsOf([before, ordered, after], { a: [{ sha256: hash(2) }, { sha256: hash(1) }] }, { server }),
    ).toEqual(['a.1 “整改后”第 2 张与整改前照片相同']);
    const twice = [
      { sha256: hash(2), name: 'x' },
      { sha256: hash(2), name: 'y' },
    ];
    expect(errorsOf([before, ordered, after], { a: twice }, { server })).toEqual(['a “整改后”有重复']);
  });

  test('a picture of after was taken after the order and not in the future', () => {
    const server = { ordered: '2026-03-20T00:00:00.000Z' };
    const taken = (takenAt: string) =>
      errorsOf([ordered, after], { a: [{ sha256: hash(2), takenAt }] }, { server });
    expect(taken('2026-03-19T23:59:00Z')).toEqual(['a “整改后”须在下达整改要求之后拍摄']);
    expect(taken('2026-03-20T08:01+08:00')).toEqual([]);
    expect(taken('2026-03-24T03:00Z')).toEqual(['a “整改后”的拍摄时间不能晚于现在']);
  });

  test('nine pictures are the most, twenty files too', () => {
    const photos = Array.from({ length: 10 }, (_, i) => ({ sha256: hash(i) }));
    expect(errorsOf([field('photos')], { a: photos })).toEqual(['a “甲”最多 9 张']);
    const files = Array.from({ length: 21 }, (_, i) => ({ sha256: hash(i), name: 'x.pdf' }));
    expect(errorsOf([field('files')], { a: files })).toEqual(['a “甲”最多 20 个']);
  });

  test('evidence is handed out with its kind, place and time', () => {
    const photo = {
      sha256: hash(3),
      name: 'a.jpg',
      takenAt: '2026-03-21T00:00Z',
      place: { lat: 31, lng: 121 },
    };
    const { evidence } = accepted([ordered, after], { a: [photo] });
    expect(evidence).toEqual([{ key: 'a', kind: 'after', ...photo }]);
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
