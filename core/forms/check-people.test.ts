import { describe, expect, test } from '@jest/globals';
import { accepted, errorsOf, field, instant } from '../../tests/harness/form-check.ts';
import { shippedPack } from '../legal-pack.ts';

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

  test('the other side signs by hand: the registered signature of who fills the form is none', () => {
    const theirs = field('signature', { properties: { otherSide: true } });
    const own = { account: 'yan.beichuan', signedAt: '2026-03-24T01:00:00Z' };
    expect(errorsOf([theirs], { a: own })).toEqual([expect.stringContaining('须由对方本人在屏幕上手写')]);
    expect(errorsOf([theirs], { a: { sha256: 'f'.repeat(64) } })).toEqual([]);
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
