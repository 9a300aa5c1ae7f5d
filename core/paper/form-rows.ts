import type { FormComponent, FormSchema } from '../forms/types.ts';
import { layoutTypes } from '../forms/fields.ts';
import { marksOf, type MarkedPicture } from '../file/marks.ts';
import { shanghaiDayOf } from '../time.ts';
import { articleWords } from './articles.ts';
import { citesKnownLaw } from './known-articles.ts';

/** Chinese names of accounts, units and firms that stand in data as ids. */
export type Names = ReadonlyMap<string, string>;

export interface FormRow {
  key: string;
  label: string;
  /** As people read it: options by their label, people and units by name, dates in Chinese. */
  value: string;
  /** Pictures of the field, by SHA-256. */
  pictures: string[];
  /** What is to be said of each of them; '' for most. */
  notes: string[];
}

/** The fields of a form in reading order; groups are opened, a list of rows stays one field. */
export function fieldsOf(schema: Pick<FormSchema, 'components'>): FormComponent[] {
  return schema.components.flatMap((component) => {
    if (component.type === 'group') return fieldsOf({ components: component.components ?? [] });
    return layoutTypes.has(component.type) ? [] : [component];
  });
}

const keyOf = (component: FormComponent): string => component.key ?? component.path ?? '';

const labelOf = (component: FormComponent): string =>
  component.label ?? component.dateLabel ?? keyOf(component);

/**
 * A submission as label and value, in the words of the form's version. What was not filled is left out, and so is what
 * belongs to the reporter vault, should it ever stand in the data.
 */
export function formRows(
  schema: Pick<FormSchema, 'components'>,
  data: Record<string, unknown>,
  names: Names,
): FormRow[] {
  return fieldsOf(schema).flatMap((component) => {
    const value = data[keyOf(component)];
    if (component.properties?.vault === true || value === undefined || value === null || value === '')
      return [];
    const shown = shownValue(component, value, names);
    if (shown === '') return [];
    return [
      {
        key: keyOf(component),
        label: labelOf(component),
        value: shown,
        pictures: picturesIn(component, value),
        notes: notesIn(component, value),
      },
    ];
  });
}

/** One value of a field as people read it; '' when there is nothing to read. */
export function shownValue(component: FormComponent, value: unknown, names: Names): string {
  if (value === undefined || value === null) return '';
  if (component.type === 'dynamiclist') return rowList(component, value, names);
  if (Array.isArray(value)) return listed(component, value, names);
  return single(component, value, names);
}

/** Behind what no register knows, for the reader and the signer to see. */
const UNVERIFIED = '（未核）';

function rowList(component: FormComponent, value: unknown, names: Names): string {
  if (!Array.isArray(value)) return '';
  const lines = value.map((row, i) => {
    const cells = formRows(
      { components: component.components ?? [] },
      (row ?? {}) as Record<string, unknown>,
      names,
    );
    return `${i + 1}. ${cells.map((cell) => `${cell.label}：${cell.value}`).join('；')}`;
  });
  return lines.join('\n');
}

function listed(component: FormComponent, values: unknown[], names: Names): string {
  if (values.length === 0) return '';
  if (component.type === 'photos') return photosText(component, values);
  return values.map((value) => single(component, value, names)).join('、');
}

function single(component: FormComponent, value: unknown, names: Names): string {
  const text = typeof value === 'string' ? value : null;
  const option = component.values?.find((candidate) => candidate.value === text);
  if (option) return option.label;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (component.type === 'datetime') return text === null ? '' : moment(text);
  if (component.type === 'money') return `${text ?? String(value)}元`;
  if (component.type === 'article')
    return articleWords(text ?? '') + (citesKnownLaw(text ?? '') ? '' : UNVERIFIED);
  if (component.type === 'firm') return firmText(value, names);
  if (text !== null) return names.get(text) ?? text;
  return typeof value === 'object' ? thing(value as Record<string, unknown>, names) : String(value);
}

/** A firm as reported: of the register by its name there, any other as it was written. */
function firmText(value: unknown, names: Names): string {
  const { uscc, name } = value as { uscc?: string; name?: string };
  const registered = names.get(uscc ?? '');
  return registered ?? `${[name, uscc].filter(Boolean).join(' ')}${UNVERIFIED}`;
}

/** Values that are objects: a firm, a person without account, a signature, a place, a file. */
function thing(value: Record<string, unknown>, names: Names): string {
  const text = (key: string) => (typeof value[key] === 'string' ? (value[key] as string) : '');
  if (text('signedAt'))
    return `${names.get(text('account')) ?? text('account')}（电子签名，${moment(text('signedAt'))}）`;
  if (text('uscc')) return names.get(text('uscc')) ?? (text('name') || text('uscc'));
  if (text('name')) return text('name');
  if (text('address')) return text('address');
  if (typeof value.lat === 'number') return `${value.lat}，${value.lng}`;
  return text('sha256') ? '已签名' : '';
}

/** How many there are, and of which of them something is to be said. */
function photosText(component: FormComponent, photos: unknown[]): string {
  const notes = notesIn(component, photos).flatMap((note, i) => (note ? [`第${i + 1}张${note}`] : []));
  return [`照片${photos.length}张`, ...notes].join('；');
}

function notesIn(component: FormComponent, value: unknown): string[] {
  if (component.type !== 'photos' || !Array.isArray(value)) return [];
  return value.map((photo) =>
    marksOf((photo ?? {}) as MarkedPicture, moment)
      .map(({ text }) => text)
      .join('，'),
  );
}

function picturesIn(component: FormComponent, value: unknown): string[] {
  if (component.type !== 'photos' && component.type !== 'signature') return [];
  const all = Array.isArray(value) ? value : [value];
  return all.map((one) => (one as { sha256?: string }).sha256).filter((sha256) => sha256 !== undefined);
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
});

/** `2026-03-20` or an instant in Chinese, on the Shanghai clock; what is neither stays as it is. */
export function moment(text: string): string {
  const dayOnly = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = new Date(dayOnly ? `${text}T00:00:00+08:00` : text);
  if (Number.isNaN(at.getTime())) return text;
  return dayOnly ? chineseDay(at) : `${chineseDay(at)} ${clock.format(at)}`;
}

/** The end of a period: midnight is the 24:00 of the day before, as the law counts days. */
export function deadline(text: string): string {
  const at = new Date(text);
  const shown = moment(text);
  return shown.endsWith(' 00:00') ? `${chineseDay(new Date(at.getTime() - 1))} 24:00` : shown;
}

/** 2026年3月20日, on the Shanghai calendar. */
export function chineseDay(at: Date): string {
  const [year, month, day] = shanghaiDayOf(at).split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** Every text in some data: the ids among them are what a reader needs names for. */
export function textsIn(data: unknown): string[] {
  const found = new Set<string>();
  JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === 'string' && value.length <= 64) found.add(value);
    return value;
  });
  return [...found];
}
