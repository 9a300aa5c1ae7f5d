import { zipSync } from 'fflate';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The inside of a workbook, by hand: what Excel, scripts and hostile people can write and ExcelJS cannot. */
export interface Inside {
  /** XML of `<sheetData>` and what follows it. */
  sheet: string;
  /** Attributes of the workbook's properties, e.g. `date1904="1"`. */
  properties?: string;
  /** `<si>` elements. */
  strings?: string;
  /** `<numFmts>`, `<cellXfs>` … */
  styles?: string;
  /** XML before the root of the sheet. */
  prolog?: string;
}

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
const relations = (...of: string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${of.join('')}</Relationships>`;

/** A small .xlsx with that inside. */
export function zipped({ sheet, properties = '', strings = '', styles = '', prolog = '' }: Inside): Buffer {
  const text = (xml: string): Uint8Array => new TextEncoder().encode(xml);
  return Buffer.from(
    zipSync({
      '_rels/.rels': text(relations(relation('r', 'officeDocument', 'xl/workbook.xml'))),
      'xl/workbook.xml': text(
        `<workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr ${properties}/><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': text(
        relations(
          relation('a', 'worksheet', 'worksheets/sheet1.xml'),
          relation('b', 'sharedStrings', '/xl/sharedStrings.xml'),
          relation('c', 'styles', 'styles.xml'),
        ),
      ),
      'xl/sharedStrings.xml': text(`<sst ${MAIN}>${strings}</sst>`),
      'xl/styles.xml': text(`<styleSheet ${MAIN}>${styles}</styleSheet>`),
      'xl/worksheets/sheet1.xml': text(`${prolog}<worksheet ${MAIN}>${sheet}</worksheet>`),
    }),
  );
}

/** The same zip, stating another size for what it unpacks to. */
export function forged(bytes: Buffer, size: number): Buffer {
  const out = Buffer.from(bytes);
  for (const [mark, at] of [
    ['PK\u0003\u0004', 22],
    ['PK\u0001\u0002', 24],
  ] as const)
    for (
      let found = out.indexOf(mark, 0, 'latin1');
      found >= 0;
      found = out.indexOf(mark, found + 4, 'latin1')
    )
      out.writeUInt32LE(size, found + at);
  return out;
}

export const DEFAULT_CELLS = 'ABCDEFGHI';

/** `<row>` of texts, as inline strings. */
export const textRow = (line: number, texts: readonly string[]): string =>
  `<row r="${line}">${texts.map((one, index) => `<c r="${DEFAULT_CELLS[index]}${line}" t="inlineStr"><is><t>${one}</t></is></c>`).join('')}</row>`;
