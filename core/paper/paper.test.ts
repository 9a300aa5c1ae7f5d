import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { FormSchema } from '../forms/types.ts';
import { articleWords } from './articles.ts';
import { deadline, formRows, moment } from './form-rows.ts';
import { printable } from './glyphs.ts';
import { printPaper } from './print.ts';
import { documentTemplate, fillTemplate } from './templates.ts';
import type { Paper } from './types.ts';

const paper: Paper = {
  at: '2026-03-02T01:00:00.000Z',
  head: { issuer: '杨浦区应急管理局', docNo: '杨应急责改〔2026〕3号', signer: '何正言' },
  title: '责令限期整改指令书',
  subtitle: null,
  recipient: '上海𠮷野餐饮有限公司',
  blocks: [
    { kind: 'heading', text: '检查发现的问题' },
    { kind: 'text', text: '消防通道堆放杂物。😀' },
    { kind: 'rows', rows: [{ label: '情况', value: '很长的内容。'.repeat(600) }] },
    { kind: 'table', head: ['序号', '文书'], widths: [30, '*'], rows: [['1', '整改报告']] },
    { kind: 'pictures', caption: '整改后', sha256s: ['a'.repeat(64)] },
  ],
  close: { issuer: '杨浦区应急管理局', date: '2026年3月2日' },
  watermark: null,
};

describe('a printed paper', () => {
  test('is the same to the byte when the same is printed again, and flows over pages', async () => {
    const [first, second] = [await printPaper(paper), await printPaper(paper)];
    expect(Buffer.from(first.pdf).equals(Buffer.from(second.pdf))).toBe(true);
    expect(Buffer.from(first.pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(first.pages).toBeGreaterThan(2);
  }, 60_000);

  test('is another one when a word of it is another', async () => {
    const [first, second] = [
      await printPaper(paper),
      await printPaper({ ...paper, title: '责令整改指令书' }),
    ];
    expect(Buffer.from(first.pdf).equals(Buffer.from(second.pdf))).toBe(false);
  }, 60_000);

  test('never has its signature alone on a page', async () => {
    const passages = (n: number): Paper['blocks'] =>
      Array.from({ length: n }, () => ({ kind: 'text', text: '请于期限届满前书面反馈办理情况。' }));
    for (let n = 12; n <= 26; n += 1) {
      const { pdf, pages } = await printPaper({ ...paper, blocks: passages(n) });
      const lines = linesByPage(pdf);
      expect([n, lines.length]).toEqual([n, pages]);
      // The signature has two lines, the page number is one.
      expect([n, lines.at(-1)! > 3]).toEqual([n, true]);
    }
  }, 60_000);

  test('that cannot be laid out is refused, and the next one is printed all the same', async () => {
    const broken = {
      ...paper,
      blocks: [{ kind: 'table', head: ['a'], widths: [1], rows: [['1', '2', '3']] }],
    } as Paper;
    await expect(printPaper({ ...broken, at: 'no time at all' })).rejects.toThrow(/could not be printed/);
    expect((await printPaper(paper)).pages).toBeGreaterThan(0);
  }, 60_000);
});

/** How many lines of text each page has. */
function linesByPage(pdf: Uint8Array): number[] {
  const raw = Buffer.from(pdf).toString('latin1');
  return [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, data]) => {
    const text = inflated(Buffer.from(data!, 'latin1'));
    // Where each piece of text begins; those of one line begin at one height.
    const heights = [...text.matchAll(/1 0 0 1 [\d.]+ ([\d.]+) Tm/g)].map(([, height]) => height);
    return heights.length > 0 ? [new Set(heights).size] : [];
  });
}

function inflated(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    return '';
  }
}

describe('a character the font lacks', () => {
  test('is written out by its code, common and rare ones it has stay', () => {
    expect(printable('李𠮷😀')).toBe('李〔U+20BB7〕〔U+1F600〕');
    expect(printable('喆堃镕〔2026〕①㎡')).toBe('喆堃镕〔2026〕①㎡');
  });
  test('and controls are dropped', () => {
    expect(printable('甲\u0000\u200d乙\n丙')).toBe('甲乙\n丙');
  });
});

const schema: Pick<FormSchema, 'components'> = {
  components: [
    {
      type: 'group',
      label: '组',
      components: [
        { type: 'radio', key: 'fit', label: '总体结论', values: [{ label: '合格', value: 'yes' }] },
      ],
    },
    { type: 'person', key: 'checkers', label: '复查人', properties: { multiple: true, freeText: true } },
    { type: 'datetime', subtype: 'datetime', key: 'checkedAt', dateLabel: '复查时间' },
    {
      type: 'dynamiclist',
      path: 'points',
      label: '逐项结论',
      components: [
        { type: 'textfield', key: 'item', label: '项目' },
        { type: 'checkbox', key: 'ok', label: '合格' },
      ],
    },
    { type: 'photos', key: 'photos', label: '照片' },
    { type: 'firm', key: 'firm', label: '企业' },
    { type: 'location', key: 'place', label: '地点' },
    { type: 'signature', key: 'signature', label: '签名' },
    { type: 'textfield', key: 'reporter', label: '举报人', properties: { vault: true } },
    { type: 'text', text: '说明' },
  ],
};

describe('a submission on paper', () => {
  const names = new Map([['ni.haoran', '倪浩然']]);
  const rows = (data: Record<string, unknown>) =>
    formRows(schema, data, names).map(({ label, value }) => [label, value]);

  test('speaks in labels, options, names and Chinese times', () => {
    expect(
      rows({
        fit: 'yes',
        checkers: ['ni.haoran', { name: '王五' }],
        checkedAt: '2026-03-02T01:05:00Z',
        points: [
          { item: '通道', ok: true },
          { item: '照明', ok: false },
        ],
      }),
    ).toEqual([
      ['总体结论', '合格'],
      ['复查人', '倪浩然、王五'],
      ['复查时间', '2026年3月2日 09:05'],
      ['逐项结论', '1. 项目：通道；合格：是\n2. 项目：照明；合格：否'],
    ]);
  });
  test('shows firms, places, signatures and pictures by what a reader knows of them', () => {
    expect(
      rows({
        photos: [{ sha256: 'a' }, { sha256: 'b' }],
        firm: { uscc: 'X', name: '甲公司' },
        place: { lat: 31, lng: 121, address: '定海路1号' },
        signature: { account: 'ni.haoran', signedAt: '2026-03-02T01:05:00Z' },
      }),
    ).toEqual([
      ['照片', '照片2张'],
      ['企业', '甲公司 X（未核）'],
      ['地点', '定海路1号'],
      ['签名', '倪浩然（电子签名，2026年3月2日 09:05）'],
    ]);
    expect(formRows(schema, { photos: [{ sha256: 'a' }] }, names)[0]!.pictures).toEqual(['a']);
  });
  test('says of each picture what was said of it, and what contradicts it', () => {
    const photos = [
      { sha256: 'a' },
      {
        sha256: 'b',
        stated: { takenAt: '2026-03-02T01:05:00Z', place: { lat: 31, lng: 121, address: '定海路1号' } },
        contradicts: ['time', 'early'],
        resembles: { sha256: 'c', name: '前.jpg', part: 0.8 },
      },
      { sha256: 'd', placeReason: '地下室没有信号' },
    ];
    const second =
      '另称拍摄于2026年3月2日 09:05，另称地点为定海路1号，说明与照片信息不一致，拍摄时间早于所办环节，没有写明原因，与整改前照片“前.jpg”高度相似，请核对';
    expect(rows({ photos })).toEqual([['照片', `照片3张；第2张${second}；第3张说明：地下室没有信号`]]);
    expect(formRows(schema, { photos }, names)[0]!.notes).toEqual(['', second, '说明：地下室没有信号']);
  });
  test('never shows a field of the vault', () => {
    expect(rows({ reporter: '苗小满' })).toEqual([]);
  });
  test('cites articles as official documents do', () => {
    expect(articleWords('安全生产法 art.41')).toBe('《安全生产法》第四十一条');
    expect(articleWords('行政处罚法 art.56, 85')).toBe('《行政处罚法》第五十六条、第八十五条');
    expect(articleWords('国务院令493 art.110')).toBe('国务院令第493号第一百一十条');
    expect(articleWords('安全生产法 art.102 (限额)')).toBe('《安全生产法》第一百零二条（限额）');
    expect(articleWords('局内规定')).toBe('局内规定');
  });
  test('ends a period at 24:00 of its last day', () => {
    expect(deadline('2026-03-05T16:00:00Z')).toBe('2026年3月5日 24:00');
    expect(deadline('2026-03-05T02:30:00Z')).toBe('2026年3月5日 10:30');
  });
  test('leaves what is no date as it is', () => {
    expect([moment('2026-03-20'), moment('下周')]).toEqual(['2026年3月20日', '下周']);
  });
});

describe('a template', () => {
  test('takes the first alternative that says something, and names what nobody has said', () => {
    const body = fillTemplate(
      documentTemplate('rectify-order'),
      new Map([
        ['hazard.verify.facts', ''],
        ['item.title', '通道堵塞'],
        ['hazard.verify.rectifyBy', '2026年3月20日'],
      ]),
    );
    const text = Object.fromEntries(body.map(({ key, value }) => [key, value]));
    expect(text.facts).toContain('通道堵塞');
    expect(text.deadline).toContain('2026年3月20日前整改完毕');
    expect(text.basis).toContain('（未载明）');
  });
  test('that is not there is named', () => {
    expect(() => documentTemplate('nothing')).toThrow(/没有文书模板“nothing”/);
  });
});
