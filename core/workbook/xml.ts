import { SaxesParser } from 'saxes';
import { Refused } from './types.ts';

const DEPTH_MAX = 64;

/** What a reader wants to hear of an XML part; names come without their prefix. */
export interface Listener {
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Read XML as it arrives; it is never held as a whole. Throws `Refused` for DOCTYPE (and with it every entity), for deep
 * nesting, and for what is not well formed or no UTF-8.
 */
export async function readXml(pieces: AsyncIterable<Uint8Array>, listener: Listener): Promise<void> {
  const parser = new SaxesParser({ xmlns: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let depth = 0;
  parser.on('error', () => {
    throw new Refused('文件内容损坏，请用 Excel 或 WPS 重新另存为 .xlsx');
  });
  parser.on('doctype', () => {
    throw new Refused('文件含有 DOCTYPE 声明（可能带外部实体），不予读取');
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > DEPTH_MAX) throw new Refused(`文件内容嵌套超过${DEPTH_MAX}层，不予读取`);
    listener.open?.(bare(name), byBareName(attributes));
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    listener.close?.(bare(name));
  });
  parser.on('text', (text) => listener.text?.(text));
  parser.on('cdata', (text) => listener.text?.(text));
  for await (const piece of pieces) parser.write(decoded(decoder, piece));
  parser.write(decoded(decoder)).close();
}

function byBareName(attributes: Record<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) found[bare(name)] = value;
  return found;
}

function decoded(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    throw new Refused('文件内容不是 UTF-8 编码，请用 Excel 或 WPS 重新另存为 .xlsx');
  }
}

/** Texts of a spreadsheet write control characters as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
