import { Refused } from './types.ts';
import { readXml } from './xml.ts';
import type { Parts } from './zip.ts';

/** Where the parts of a workbook lie. */
export interface Book {
  /** The first visible sheet. */
  sheet: { name: string; part: string };
  unread: string[];
  /** Days are counted from 1904 (old Mac files), not from 1900. */
  from1904: boolean;
  strings: string | undefined;
  styles: string | undefined;
}

interface Relation {
  id: string;
  type: string;
  target: string;
}

/** Read which sheet is the first that people see. Throws `Refused` for what is a zip but no workbook. */
export async function readBook(parts: Parts): Promise<Book> {
  const root = (await relations(parts, '', '_rels/.rels')).find(({ type }) => type === 'officeDocument');
  const path = root?.target ?? 'xl/workbook.xml';
  if (!parts.has(path)) throw new Refused('不是可读的 .xlsx 文件');
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const parted = await relations(parts, folder, `${folder}_rels/${path.slice(folder.length)}.rels`);
  const { sheets, from1904 } = await sheetsOf(parts, path);
  const visible = sheets.flatMap(({ name, id, hidden }) => {
    const relation = parted.find((one) => one.id === id);
    return relation?.type === 'worksheet' && !hidden ? [{ name, part: relation.target }] : [];
  });
  const [sheet, ...others] = visible;
  if (sheet === undefined) throw new Refused('文件里没有可见的工作表');
  const part = (type: string) => parted.find((one) => one.type === type && parts.has(one.target))?.target;
  return {
    sheet,
    unread: others.map(({ name }) => name),
    from1904,
    strings: part('sharedStrings'),
    styles: part('styles'),
  };
}

async function relations(parts: Parts, folder: string, name: string): Promise<Relation[]> {
  const found: Relation[] = [];
  if (!parts.has(name)) return found;
  await readXml(parts.read(name), {
    open(tag, { Id, Type, Target }) {
      if (tag !== 'Relationship' || !Id || !Type || !Target) return;
      // Strict and transitional files differ in the address, not in its last word.
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: resolved(folder, Target) });
    },
  });
  return found;
}

const resolved = (folder: string, target: string): string =>
  decodeURI(new URL(target, `http://part/${folder}`).pathname).slice(1);

async function sheetsOf(parts: Parts, path: string) {
  const sheets: { name: string; id: string; hidden: boolean }[] = [];
  let from1904 = false;
  await readXml(parts.read(path), {
    open(tag, { name = '', id = '', state, date1904 }) {
      if (tag === 'workbookPr') from1904 = date1904 === '1' || date1904 === 'true';
      if (tag === 'sheet') sheets.push({ name, id, hidden: state === 'hidden' || state === 'veryHidden' });
    },
  });
  return { sheets, from1904 };
}
