import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { allNaughty } from '../../tests/system/naughty.ts';
import { listForms } from '../forms/files.ts';
import { checkForm, compileForm } from '../forms/index.ts';
import { shippedPack } from '../legal-pack.ts';
import { HOTLINE } from './receive.ts';
import { readTicket, saysNothing, type Known } from './ticket.ts';
import { textOf } from './values.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const intake = compileForm(listForms(root).find(({ id }) => id === 'hazard.intake')!.schema);
const known: Known = {
  categories: ['电梯', '燃气', '其他与无主隐患'],
  kinds: ['咨询建议', '求助投诉', '督办', '复杂', '信访', '其他'],
  firms: new Set(['91310110DEM010378U']),
};
const good = {
  ticketNo: 'SH20261128',
  kind: '求助投诉',
  anonymous: false,
  reporter: '虞举某',
  reporterPhone: '13912345670',
  address: '隆昌路1号',
  category: '电梯',
  description: '居民楼三楼电梯困人多次，物业不处理。',
};
const check = (data: unknown) =>
  checkForm(intake, data, {
    now: new Date('2026-11-28T02:00:00Z'),
    me: { account: HOTLINE.account, name: HOTLINE.name, groups: HOTLINE.groups },
    law: shippedPack(),
  });
const read = (change: Record<string, unknown>) => readTicket({ ...good, ...change }, known);

describe('a push of the hotline', () => {
  test('that fits is form data and nothing else', () => {
    const { ticketNo, data, secret, unfit } = read({});
    expect({ ticketNo, secret, unfit }).toEqual({ ticketNo: 'SH20261128', secret: {}, unfit: [] });
    expect(check(data)).toMatchObject({
      ok: true,
      vault: { reporter: '虞举某', reporterPhone: '13912345670' },
    });
  });

  test.each<[string, Record<string, unknown>, string | null]>([
    ['a spaced telephone', { reporterPhone: '138 1234 5678' }, null],
    ['an extension', { reporterPhone: '021-65123456-801' }, null],
    ['+86 in full width', { reporterPhone: '＋８６ １３８１２３４５６７８' }, null],
    ['a telephone that is none', { reporterPhone: '楼下小卖部代转' }, '举报人电话'],
    ['no telephone', { reporterPhone: undefined }, '举报人电话'],
    ['no name', { reporter: undefined }, '举报人姓名'],
    ['neither', { reporter: undefined, reporterPhone: undefined }, '举报人'],
    ['an unknown category', { category: '物业服务' }, '类别'],
    ['an unknown kind', { kind: '表扬' }, '工单类型'],
    ['a short text', { description: '电梯坏了没人修' }, '描述'],
    ['no text', { description: null }, '描述'],
    ['a very long text', { description: '长'.repeat(9000) }, '描述'],
    ['a very long address', { address: '隆'.repeat(900) }, '地点'],
    ['no address', { address: '' }, '地点'],
    ['places that are none', { lat: 999, lng: 'x' }, '坐标'],
    ['a wrong code', { firmUscc: '123' }, '统一社会信用代码'],
    ['an unknown firm', { firmName: '某厂', firmUscc: '91310110MA1G8XKT5Q' }, '统一社会信用代码'],
    ['a member nobody knows', { district: '杨浦区' }, 'district'],
    ['words for yes and no', { anonymous: '否', urgent: '是', deathInvolved: 0 }, null],
    ['a number as ticket number', { ticketNo: 20261128001 }, null],
    ['a long ticket number', { ticketNo: '沪'.repeat(90) }, '工单号'],
    [
      'a list of one where a text is meant',
      { reporter: ['虞举某'], reporterPhone: ['13912345670'], kind: ['督办'] },
      null,
    ],
    ['an address in two texts', { address: ['隆昌路', '1号'] }, null],
    ['an address in parts', { address: { road: '隆昌路', no: 1 } }, '地点'],
    ['a reporter in parts', { reporter: { name: '虞举某', sex: '男' } }, '举报人姓名'],
    ['a description in parts', { description: { text: '电梯困人多次，物业不处理' } }, '描述'],
    ['a structure as ticket number', { ticketNo: { no: 1 } }, '工单号'],
    ['the zeros of a platform without a place', { lat: 0, lng: 0 }, '坐标'],
    ['swapped coordinates', { lat: 121.52, lng: 31.27 }, '坐标'],
    ['degrees with their sign', { lat: '31.27°', lng: '121.52°' }, '坐标'],
    [
      'words of its own for its questions',
      { anonymous: '实名', urgent: '一般', deathInvolved: '无人死亡' },
      null,
    ],
    ['a question answered by nothing', { urgent: '看情况' }, '是否紧急'],
    ['an emoji of a family in the text', { description: '👨‍👩‍👧‍👦被困电梯，物业不处理' }, null],
    ['line separators of JavaScript', { description: '电梯困人多次\u2028物业不处理\u2029' }, null],
    ['line ends of Windows', { description: '第一行：电梯困人多次\r\n第二行：物业不处理' }, null],
  ])('with %s is taken, and what does not fit is told', (_, change, label) => {
    const { data, unfit } = read(change);
    expect(check(data)).toMatchObject({ ok: true });
    expect(unfit.map((one) => one.label)).toEqual(label === null ? [] : [label]);
  });

  test.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ anonymous: '匿名' }, { anonymous: 'yes' }],
    [{ anonymous: '要求保密' }, { anonymous: 'yes' }],
    [{ urgent: '紧急' }, { urgency: 'urgent' }],
    [{ urgent: '特急' }, { urgency: 'urgent' }],
    [{ deathInvolved: 2 }, { deathInvolved: 'yes' }],
    [{ deathInvolved: '1人死亡' }, { deathInvolved: 'yes' }],
    [{ deathInvolved: 0 }, { deathInvolved: 'no' }],
    [{ reporterPhone: '400-820-8820' }, { reporterPhone: '4008208820' }],
    [
      { lat: '３１．２７', lng: '１２１．５２' },
      { place: { address: '隆昌路1号', lat: 31.27, lng: 121.52 } },
    ],
    [{ lat: 0, lng: 0 }, { place: { address: '隆昌路1号' } }],
  ])('%j is understood', (change, meant) => {
    const { data } = read(change);
    expect(data).toMatchObject(meant);
    if (meant.place) expect(data.place).toEqual(meant.place);
  });

  test('a name in a list is that name, so that it is looked for as such', () => {
    expect(read({ reporter: ['虞举某'] }).data.reporter).toBe('虞举某');
    const { data, unfit } = read({ reporter: { name: '虞举某' } });
    expect(JSON.stringify([{ ...data, reporter: '' }, unfit])).not.toContain('虞举某');
  });

  test('what is over-long is kept whole beside the field', () => {
    const description = `${'长'.repeat(8999)}尾`;
    expect(read({ description }).unfit[0]!.text).toBe(description);
  });

  test('without a number it gets one of its content: the same for the same', () => {
    const one = read({ ticketNo: undefined });
    expect(one.ticketNo).toMatch(/^无号-[0-9a-f]{16}$/);
    expect(read({ ticketNo: undefined }).ticketNo).toBe(one.ticketNo);
    expect(read({ ticketNo: undefined, address: '别处' }).ticketNo).not.toBe(one.ticketNo);
    expect(saysNothing({ ticketNo: ' ', x: null })).toBe(true);
  });

  test('what may tell who reported is only in the vault', () => {
    const told = read({
      anonymous: true,
      callerIdCard: '310105199001011234',
      remark: '回拨 138 0000 9999',
      note: '虞举某说的',
      reporterPhone: '微信 abc',
    });
    const seen = JSON.stringify([told.data, told.unfit]);
    expect(seen).not.toMatch(/虞举某|310105|9999|abc/);
    const kept = JSON.stringify(told.secret);
    for (const part of ['虞举某', '310105199001011234', '138 0000 9999', '微信 abc'])
      expect(kept).toContain(part);
  });

  test.each([
    ['the name set apart', '虞 举 某', '虞.*举.*某'],
    ['the name with a dot', '由虞·举某反映', '虞.*举.*某'],
    ['the telephone in Chinese digits', '请回电一三九一二三四五六七〇', '一三九一'],
    ['another telephone in Chinese digits', '请回电一三八〇〇〇〇九九九九', '一三八'],
    ['the telephone with dots', '139.1234.5670', '5670'],
  ])('%s in a member nobody knows goes to the vault only', (_, remark, told) => {
    const { data, unfit, secret } = read({ remark });
    const open = JSON.stringify([{ ...data, reporter: '', reporterPhone: '' }, unfit]);
    expect(open).not.toMatch(new RegExp(told));
    expect(JSON.stringify(secret)).toContain(remark);
  });

  test('whatever is pushed is registered, and every text of it is found again', () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(...allNaughty, '', null, true, 0, -1, 1e300, {}, []),
      fc.jsonValue({ maxDepth: 2 }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    );
    const members = Object.keys({
      ...good,
      lat: 0,
      lng: 0,
      firmName: '',
      firmUscc: '',
      urgent: '',
      deathInvolved: '',
      extra: '',
    });
    const pushes = fc.record(Object.fromEntries(members.map((key) => [key, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(pushes, (pushed) => {
        const { data, secret, unfit } = readTicket(pushed, known);
        const result = check(data);
        expect(result.ok ? [] : result.errors).toEqual([]);
        // What is not in a field is whole in the vault.
        if (unfit.length > 0) expect(secret.pushed).toBe(JSON.stringify(pushed));
        const kept = JSON.stringify([data, unfit.map(({ text }) => text), secret]);
        for (const key of ['address', 'description', 'firmName'] as const) {
          const text = textOf(pushed[key]);
          if (text !== undefined && !/[\n"\\]/.test(text)) expect(kept).toContain(text);
        }
      }),
      { numRuns: 500 },
    );
  });
});
