import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { AppError } from '../errors.ts';
import { readWorkbook, type CellValue } from './index.ts';
import { forged, textRow, zipped } from './sheets.fixture.ts';

const MB = 1024 * 1024;
const HEADING = textRow(1, ['序号', '措施']);
const refusal = (bytes: Uint8Array, bounds = {}): Promise<string> =>
  readWorkbook(bytes, bounds).then(
    () => 'read',
    (error: AppError) =>
      [error.status, error.title, ...(error.errors ?? []).map((one) => one.message)].join('；'),
  );
const valuesOf = async (bytes: Uint8Array): Promise<(CellValue | undefined)[]> => {
  const { lines } = await readWorkbook(bytes);
  return lines.flatMap(({ cells }) => [...cells.values()].map(({ value }) => value));
};

/** The longest the event loop stood still meanwhile (ms), and how much the process grew (MB). */
async function cost(work: () => Promise<unknown>): Promise<{ blocked: number; grown: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  delay.enable();
  await work();
  delay.disable();
  clearInterval(watch);
  return { blocked: delay.max / 1e6, grown: (most - before) / MB };
}

test.each([
  [
    'validation on three million cells',
    '<dataValidations><dataValidation sqref="A1:J300000"/></dataValidations>',
  ],
  [
    'validation on the whole sheet',
    '<dataValidations><dataValidation sqref="A1:XFD1048576"/></dataValidations>',
  ],
  ['validation on ten whole columns', '<dataValidations><dataValidation sqref="A:J"/></dataValidations>'],
  ['a conditional format on the whole sheet', '<conditionalFormatting sqref="A1:XFD1048576"/>'],
])('%s is read like any other sheet, at no cost', async (_, after) => {
  const bytes = zipped({ sheet: `<sheetData>${HEADING}${textRow(2, ['1', '措施甲'])}</sheetData>${after}` });
  let lines = 0;
  const { blocked, grown } = await cost(async () => (lines = (await readWorkbook(bytes)).lines.length));
  expect(lines).toBe(2);
  expect(blocked).toBeLessThan(1000);
  expect(grown).toBeLessThan(100);
});

test('a merged range over the whole sheet is told at the cells that are filled, at no cost', async () => {
  const merged = '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>';
  const bytes = zipped({ sheet: `<sheetData>${HEADING}${textRow(2, ['1', '甲'])}</sheetData>${merged}` });
  const { blocked, grown } = await cost(async () => {
    const { lines } = await readWorkbook(bytes);
    expect(lines.map(({ cells }) => cells.get(2)?.merged)).toEqual([undefined, 'A2:XFD1048576']);
  });
  expect(blocked).toBeLessThan(1000);
  expect(grown).toBeLessThan(100);
});

test('a bomb is refused whatever size it states, and the memory of the server stays', async () => {
  // given 90 MB of blanks in 90 kB, with honest sizes, and stating 1000 bytes
  const honest = zipped({ sheet: `<sheetData>${' '.repeat(90 * MB)}</sheetData>` });
  const lying = forged(honest, 1000);
  // when both are uploaded at once
  const { blocked, grown } = await cost(async () => {
    const [one, two] = await Promise.all([refusal(honest), refusal(lying)]);
    // then both are refused in Chinese
    expect(one).toMatch(/^400；.*解压后过大/);
    expect(two).toMatch(/^400；.*请用 Excel 或 WPS 重新另存为/);
  });
  expect(blocked).toBeLessThan(1000);
  expect(grown).toBeLessThan(150);
});

test('what is small unpacked and large in memory ends the thread, not the server', async () => {
  const merges = '<mergeCell ref="A1:CV3000"/>'.repeat(4000);
  const sheet = `<sheetData>${HEADING}</sheetData><mergeCells>${merges}</mergeCells>`;
  expect(await refusal(zipped({ sheet }))).toMatch(/^400；.*合并单元格/);
  // a single text of 40 MB
  const long = zipped({ sheet: `<sheetData>${textRow(1, ['字'.repeat(13 * MB)])}</sheetData>` });
  expect(await refusal(long)).toMatch(/^400；.*文字过多/);
  expect(await refusal(long, { heapMegabytes: 8 })).toMatch(/^400；.*占用内存过多/);
  expect(await refusal(long, { milliseconds: 1 })).toMatch(/^400；.*用时过长/);
});

test('many texts that name one long shared text are refused before they are copied', async () => {
  const cells = Array.from(
    { length: 1500 },
    (_, index) => `<row r="${index + 1}"><c t="s"><v>0</v></c></row>`,
  );
  const strings = `<si><t>${'字'.repeat(32_000)}</t></si>`;
  expect(await refusal(zipped({ sheet: `<sheetData>${cells.join('')}</sheetData>`, strings }))).toMatch(
    /^400；.*文字过多/,
  );
});

test('one file is read at a time, and too many waiting are told to come back', async () => {
  const bytes = zipped({ sheet: `<sheetData>${HEADING}</sheetData>` });
  const told = await Promise.all(Array.from({ length: 12 }, () => refusal(bytes)));
  expect(told.filter((one) => one === 'read')).toHaveLength(9);
  expect(told.filter((one) => one.startsWith('503；正在读取'))).toHaveLength(3);
});

test('DOCTYPE, deep nesting, too many rows, far columns, old and locked files are refused with what to do', async () => {
  const empty = '<sheetData/>';
  const doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
  expect(await refusal(zipped({ sheet: empty, prolog: doctype }))).toContain('DOCTYPE');
  expect(await refusal(zipped({ sheet: '<a>'.repeat(10_000) }))).toContain('嵌套超过64层');
  expect(await refusal(zipped({ sheet: '<a></b>' }))).toContain('重新另存为');
  const rows = Array.from({ length: 2002 }, (_, index) => textRow(index + 1, ['1'])).join('');
  expect(await refusal(zipped({ sheet: `<sheetData>${rows}</sheetData>` }))).toContain('最多导入2000行');
  const far = '<row r="7"><c r="XFD7"><v>1</v></c></row>';
  expect(await refusal(zipped({ sheet: `<sheetData>${far}</sheetData>` }))).toContain('第7行在第100列之后');
  const twice = '<row r="3"/><row r="2"/>';
  expect(await refusal(zipped({ sheet: `<sheetData>${twice}</sheetData>` }))).toContain('重新另存为');
  expect(await refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).toContain('旧版 .xls');
  expect(await refusal(Buffer.from('序号,措施'))).toContain('请上传 .xlsx');
  expect(await refusal(Buffer.alloc(0))).toContain('请上传 .xlsx');
});

test('empty rows with a format do not count', async () => {
  const rows = Array.from(
    { length: 30_000 },
    (_, index) => `<row r="${index + 2}"><c s="1"/><c s="1"/></row>`,
  );
  const { lines } = await readWorkbook(
    zipped({ sheet: `<sheetData>${HEADING}${rows.join('')}</sheetData>` }),
  );
  expect(lines.map(({ line }) => line)).toEqual([1]);
});

test('every kind of cell is read for what it is', async () => {
  const cells = [
    '<c t="s"><v>0</v></c>',
    '<c t="s"><v>1</v></c>',
    '<c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>',
    '<c t="str"><f>A1&amp;B1</f><v>结果</v></c>',
    '<c t="str"><f>IF(A1,"","")</f><v></v></c>',
    '<c t="b"><v>1</v></c>',
    '<c t="e"><f>VLOOKUP(1,A:A,5)</f><v>#N/A</v></c>',
    '<c><f>SUM(A1)</f></c>',
    '<c><f>SUM(A1)</f><v></v></c>',
    '<c><v>310105199001011234</v></c>',
    '<c s="1"><v>2155550101</v></c>',
    '<c s="2"><v>46203</v></c>',
    '<c s="3"><v>46203.5</v></c>',
    '<c s="4"><v>46203</v></c>',
    '<c s="5"><v>1200</v></c>',
    '<c t="d"><v>2026-06-29T16:00:00Z</v></c>',
  ].join('');
  const strings =
    '<si><r><t xml:space="preserve">富 </t></r><r><t>文本</t></r><rPh sb="0" eb="1"><t>フ</t></rPh></si>' +
    '<si><t>一_x000D_\n_x005F_x0041_</t></si>';
  const styles =
    '<numFmts><numFmt numFmtId="176" formatCode="00000000000"/><numFmt numFmtId="177" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="178" formatCode="[Red]#,##0&quot;days&quot;"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="14"/><xf numFmtId="177"/><xf numFmtId="58"/><xf numFmtId="178"/></cellXfs>';
  const sheet = `<sheetData><row>${cells}</row></sheetData>`;
  expect(await valuesOf(zipped({ sheet, strings, styles }))).toEqual([
    { kind: 'text', text: '富 文本' },
    { kind: 'text', text: '一\r\n_x0041_' },
    { kind: 'text', text: '甲乙' },
    { kind: 'text', text: '结果' },
    { kind: 'text', text: '' },
    { kind: 'boolean', value: true },
    { kind: 'error', code: '#N/A' },
    { kind: 'uncalculated' },
    { kind: 'uncalculated' },
    { kind: 'number', value: 310105199001011234, format: 'General' },
    { kind: 'number', value: 2155550101, format: '00000000000' },
    { kind: 'date', day: '2026-06-30', time: '', whole: true },
    { kind: 'date', day: '2026-06-30', time: '12:00:00', whole: true },
    { kind: 'date', day: '2026-06-30', time: '', whole: false },
    { kind: 'number', value: 1200, format: '[Red]#,##0"days"' },
    { kind: 'date', day: '2026-06-30', time: '', whole: true },
  ]);
  const old = zipped({
    sheet: '<sheetData><row><c s="1"><v>44741</v></c></row></sheetData>',
    properties: 'date1904="1"',
    styles: '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>',
  });
  expect(await valuesOf(old)).toEqual([{ kind: 'date', day: '2026-06-30', time: '', whole: true }]);
});

test('of a real workbook the first visible sheet is read, and the others are named', async () => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('隐藏', { state: 'hidden' }).addRow(['x']);
  book
    .addWorksheet('甲')
    .addRow(['a', { text: '链接', hyperlink: 'https://example.org' }, new Date('2026-06-30')]);
  book.addWorksheet('乙').addRow(['b']);
  const { name, unread, lines } = await readWorkbook(Buffer.from(await book.xlsx.writeBuffer()));
  expect([name, unread]).toEqual(['甲', ['乙']]);
  expect([...lines[0]!.cells.values()].map(({ value }) => value)).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'text', text: '链接' },
    { kind: 'date', day: '2026-06-30', time: '', whole: true },
  ]);
});
