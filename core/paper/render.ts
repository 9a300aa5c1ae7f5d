import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { FONT_FILES, printable } from './glyphs.ts';
import type { Block, Paper, Printed } from './types.ts';

const RED = '#c8161d';
const GREY = '#8a8a8a';
/** Margins of official documents in points: left, top, right, bottom (GB/T 9704 §5.2: 28, 37, 26 and 35 mm). */
const MARGINS: [number, number, number, number] = [79.4, 104.9, 73.7, 99.2];
/** GB/T 9704 §5.2.2: text of size 三号, 22 lines of 28 characters a page; title 二号. Records of the file are set smaller. */
const OFFICIAL = { fontSize: 16, lineHeight: 1.25 };
const OFFICIAL_TITLE = 22;
const RECORD = { fontSize: 12, lineHeight: 1.5 };
const INDENT_CHARACTERS = 2;
/** The date of an official document stands four characters from the right edge (§7.3.5.4). */
const DATE_INDENT = 4 * OFFICIAL.fontSize;
const PICTURE_WIDTH = 132;
const PICTURES_IN_A_ROW = 3;
const TEXT_WIDTH = 595 - MARGINS[0] - MARGINS[2];

/** Characters of a last passage that still go on a page with the signature. */
const KEPT_TOGETHER = 300;

// Everything a paper needs comes with it: nothing is fetched, and no other file is read.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((file: string) => Object.values(FONT_FILES).includes(file));
pdfmake.addFonts({ song: { ...FONT_FILES, italics: FONT_FILES.normal, bolditalics: FONT_FILES.bold } });

/**
 * Print a paper as PDF (A4). Equal papers and pictures give equal bytes: no random ids, no time of printing.
 * `pictures`: JPEG bytes by SHA-256 of the original; one that is missing is named instead of shown.
 */
export async function renderPaper(paper: Paper, pictures: ReadonlyMap<string, Uint8Array>): Promise<Printed> {
  let pages = 0;
  const style = paper.head ? OFFICIAL : RECORD;
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: MARGINS,
    defaultStyle: { font: 'song', ...style },
    info: {
      title: printable(paper.title),
      creationDate: new Date(paper.at),
      modDate: new Date(paper.at),
      producer: 'bihuan',
      creator: 'bihuan',
    },
    content: [
      ...head(paper),
      {
        text: printable(paper.title),
        fontSize: paper.head ? OFFICIAL_TITLE : 18,
        bold: true,
        alignment: 'center',
        margin: [0, 8, 0, 6],
      },
      ...(paper.subtitle ? [line(paper.subtitle, 'center', GREY)] : []),
      ...(paper.recipient
        ? [{ text: `${printable(paper.recipient)}：`, margin: [0, 10, 0, 0] } as Content]
        : []),
      ...body(paper, pictures, style.fontSize),
    ],
    footer: (page, count) => {
      pages = count;
      return {
        text: `第 ${page} 页  共 ${count} 页`,
        alignment: 'center',
        fontSize: 9,
        color: GREY,
        margin: [0, 30, 0, 0],
      };
    },
    ...(paper.watermark
      ? { watermark: { text: paper.watermark, font: 'song', color: GREY, opacity: 0.12, fontSize: 110 } }
      : {}),
  };
  const pdf = await pdfmake.createPdf(definition).getBuffer();
  return { pdf: new Uint8Array(pdf), pages };
}

function head({ head: red }: Paper): Content[] {
  if (red === null) return [];
  const signer = red.signer ? `签发人：${printable(red.signer)}` : '';
  return [
    {
      text: printable(red.issuer),
      color: RED,
      fontSize: 30,
      bold: true,
      alignment: 'center',
      characterSpacing: 4,
      margin: [0, 0, 0, 14],
    },
    {
      columns: [
        { text: printable(red.docNo ?? '（未编号）'), alignment: 'left' },
        { text: signer, alignment: 'right' },
      ],
    },
    {
      canvas: [{ type: 'line', x1: 0, y1: 2, x2: TEXT_WIDTH, y2: 2, lineWidth: 2, lineColor: RED }],
      margin: [0, 2, 0, 16],
    },
  ];
}

const line = (text: string, alignment: 'center' | 'right', color?: string): Content => ({
  text: printable(text),
  alignment,
  ...(color ? { color } : {}),
});

/**
 * The passages and the signature. The signature never stands on a page alone (GB/T 9704—2012 7.3.5.5): the last passage
 * goes with it, unless that is too long to be kept together.
 */
function body(paper: Paper, pictures: ReadonlyMap<string, Uint8Array>, fontSize: number): Content[] {
  const last = paper.blocks.at(-1);
  const together = paper.close !== null && last?.kind === 'text' && last.text.length <= KEPT_TOGETHER;
  const before = together ? paper.blocks.slice(0, -1) : paper.blocks;
  const passages = before.map((block) => blockContent(block, pictures, fontSize));
  if (!together) return [...passages, ...close(paper)];
  const heading = before.at(-1)?.kind === 'heading' ? passages.splice(-1) : [];
  return [
    ...passages,
    { stack: [...heading, blockContent(last, pictures, fontSize), ...close(paper)], unbreakable: true },
  ];
}

function close({ close: end }: Paper): Content[] {
  if (end === null) return [];
  return [
    {
      stack: [line(end.issuer, 'right'), line(end.date, 'right')],
      margin: [0, 36, DATE_INDENT, 0],
      unbreakable: true,
    },
  ];
}

function blockContent(block: Block, pictures: ReadonlyMap<string, Uint8Array>, fontSize: number): Content {
  switch (block.kind) {
    case 'text':
      return {
        stack: block.text
          .split('\n')
          .map((text) => ({ text: printable(text), leadingIndent: INDENT_CHARACTERS * fontSize })),
        margin: [0, 4, 0, 0],
      };
    case 'heading':
      return { text: printable(block.text), bold: true, margin: [0, 10, 0, 2] };
    case 'rows':
      return grid(
        [100, '*'],
        block.rows.map(({ label, value }) => [
          { text: printable(label), color: '#444444' },
          { text: printable(value) },
        ]),
      );
    case 'table':
      return grid(
        block.widths,
        [
          block.head.map((text) => ({ text: printable(text), bold: true })),
          ...block.rows.map((row) => row.map((text) => ({ text: printable(text) }))),
        ],
        1,
      );
    case 'pictures':
      return pictureRows(block, pictures);
  }
}

const grid = (widths: (number | '*')[], body: Content[][], headerRows = 0): Content => ({
  table: { widths, body: body as never, headerRows },
  layout: {
    hLineWidth: () => 0.5,
    vLineWidth: () => 0.5,
    hLineColor: () => GREY,
    vLineColor: () => GREY,
    paddingTop: () => 4,
    paddingBottom: () => 3,
  },
  fontSize: 10.5,
  lineHeight: 1.3,
  margin: [0, 8, 0, 4],
});

function pictureRows(
  block: Extract<Block, { kind: 'pictures' }>,
  pictures: ReadonlyMap<string, Uint8Array>,
): Content {
  const cells = block.sha256s.map((sha256, i): Content => {
    const bytes = pictures.get(sha256);
    const note = block.notes?.[i];
    const below: Content[] = note ? [{ text: printable(note), fontSize: 8 }] : [];
    if (bytes === undefined)
      return { stack: [{ text: `〔${sha256.slice(0, 12)}〕`, fontSize: 9, color: GREY }, ...below] };
    const image = `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;
    return {
      stack: [
        { image, fit: [PICTURE_WIDTH, PICTURE_WIDTH] },
        { text: sha256.slice(0, 12), fontSize: 7, color: GREY },
        ...below,
      ],
    };
  });
  const rows: Content[] = [];
  for (let i = 0; i < cells.length; i += PICTURES_IN_A_ROW)
    rows.push({ columns: cells.slice(i, i + PICTURES_IN_A_ROW), columnGap: 8, margin: [0, 4, 0, 0] });
  return {
    stack: [{ text: printable(block.caption), fontSize: 10.5, bold: true }, ...rows],
    margin: [0, 8, 0, 0],
  };
}
