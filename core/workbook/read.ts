import { readBook } from './book.ts';
import { dateCell, formatted, readFormats } from './formats.ts';
import { readRows, type RawCell, type RawSheet } from './rows.ts';
import { Refused, type Cell, type CellValue, type ReadLimits, type Sheet, type SheetLine } from './types.ts';
import { readXml, unescaped } from './xml.ts';
import { openParts, type Parts } from './zip.ts';

/**
 * Read the first visible sheet of a workbook, in the thread that calls it; callers outside of core/workbook want
 * `readWorkbook`. Throws `Refused`.
 */
export async function readSheetOf(bytes: Uint8Array, limits: ReadLimits): Promise<Sheet> {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new Refused('这是旧版 .xls 文件或加了密码的工作簿，请取消密码并另存为 .xlsx');
  const parts = await openParts(bytes, limits.unpacked);
  const book = await readBook(parts);
  const raw = await readRows(parts, book.sheet.part, limits);
  const strings = await sharedStrings(parts, book.strings, wanted(raw));
  const formats = await readFormats(parts, book.styles);
  let characters = 0;
  const lines = [...raw.lines].map(([line, cells]): SheetLine => {
    const read = [...cells].map(([column, cell]): [number, Cell] => {
      const value = valueOf(cell, strings, formats, book.from1904);
      characters += value.kind === 'text' ? value.text.length : 1;
      if (characters > limits.characters) throw new Refused('单元格内的文字过多，请分批导入');
      return [column, { value }];
    });
    return { line, cells: new Map(read) };
  });
  markMerged(lines, raw.merged, limits.columns);
  return { name: book.sheet.name, lines, unread: book.unread };
}

/** The shared texts that kept cells ask for: a file may hold millions of others. */
function wanted({ lines }: RawSheet): Set<number> {
  const numbers = new Set<number>();
  for (const cells of lines.values())
    for (const { type, text } of cells.values()) if (type === 's') numbers.add(Number(text));
  return numbers;
}

async function sharedStrings(
  parts: Parts,
  part: string | undefined,
  numbers: ReadonlySet<number>,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  if (part === undefined || numbers.size === 0) return found;
  let number = -1;
  let within = false;
  let phonetic = 0;
  let text = '';
  await readXml(parts.read(part), {
    open(tag) {
      if (tag === 'si') [number, text] = [number + 1, ''];
      if (tag === 'rPh') phonetic += 1;
      within = tag === 't' && phonetic === 0 && numbers.has(number);
    },
    close(tag) {
      if (tag === 'rPh') phonetic -= 1;
      if (tag === 'si' && numbers.has(number)) found.set(number, unescaped(text));
      within = false;
    },
    text(piece) {
      if (within) text += piece;
    },
  });
  return found;
}

function valueOf(
  { type, style, text, inline, formula }: RawCell,
  strings: ReadonlyMap<number, string>,
  formats: readonly string[],
  from1904: boolean,
): CellValue {
  if (type === 'inlineStr') return { kind: 'text', text: unescaped(inline ?? '') };
  if (type === 'str' && text !== undefined) return { kind: 'text', text: unescaped(text) };
  if (text === undefined || text === '') return { kind: 'uncalculated' };
  if (type === 'e') return { kind: 'error', code: text };
  if (type === 'b') return { kind: 'boolean', value: text === '1' || text === 'true' };
  if (type === 'd') return dateCell(text);
  if (type === 's') return { kind: 'text', text: shared(strings, text) };
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Refused('工作表内容损坏，请用 Excel 或 WPS 重新另存为 .xlsx');
  return formula || type === 'n'
    ? formatted(value, formats[style] ?? 'General', from1904)
    : { kind: 'text', text };
}

function shared(strings: ReadonlyMap<number, string>, text: string): string {
  const found = strings.get(Number(text));
  // A text that is not there would otherwise empty the cell.
  if (found === undefined) throw new Refused('工作表内容损坏，请用 Excel 或 WPS 重新另存为 .xlsx');
  return found;
}

/** Tell the cells of kept rows that they are merged. Ranges are cut to those rows first: one may name the whole sheet. */
function markMerged(lines: SheetLine[], ranges: RawSheet['merged'], columns: number): void {
  for (const { text, top, left, bottom, right } of ranges)
    for (const { line, cells } of lines) {
      if (line < top || line > bottom) continue;
      for (let column = left; column <= Math.min(right, columns); column += 1) {
        const cell = cells.get(column);
        // No program writes that, and thousands of ranges over the same cells would take for ever.
        if (cell?.merged !== undefined) throw new Refused('合并单元格相互重叠，请取消合并后再上传');
        cells.set(column, { value: cell?.value ?? { kind: 'text', text: '' }, merged: text });
      }
    }
}
