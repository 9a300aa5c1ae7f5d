import type { Trx } from '../db.ts';
import type { CompiledForm } from '../forms/types.ts';
import { knownNames, type Common } from './known.ts';
import { Matcher } from './matcher.ts';

/** Something to look at before a report is sent; it does not hinder the sending. */
export interface EntryNote {
  key: string;
  message: string;
}

const WHY: Record<Common, string> = {
  anybody: '是泛称，不是姓名',
  appellation: '是称呼，不是全名',
  place: '与地名或单位名称相同',
};

/**
 * What the clerk should know of the reporter's name and telephone as typed: a word for anybody is kept, but nothing can be
 * protected by looking for it; and what stands in the open part of the report is open. In: data of a start form.
 */
export async function entryNotes(
  trx: Trx,
  form: CompiledForm,
  data: Record<string, unknown>,
): Promise<EntryNote[]> {
  const sealed = form.fields.filter((field) => field.vault).map(({ key }) => key);
  const text = (key: string) => (typeof data[key] === 'string' ? (data[key] as string).trim() : '');
  const name = sealed.includes('reporter') ? text('reporter') : '';
  const phone = sealed.includes('reporterPhone') ? text('reporterPhone') : '';
  const known = await knownNames(trx, name === '' ? [] : [name]);
  const common = known.common.get(name);
  const notes: EntryNote[] = common
    ? [
        {
          key: 'reporter',
          message: `“${name}”${WHY[common]}：系统会照样加密保存，但无法据此检查和遮蔽举报人信息。请核实姓名；不愿透露的，请选“匿名”。`,
        },
      ]
    : [];
  const matcher = new Matcher({ names: known.bare, numbers: phone ? [phone] : [] });
  if (matcher.empty) return notes;
  const open = form.fields.filter(({ key, vault }) => !vault && !key.includes('.') && key in data);
  for (const { key } of open)
    if (matcher.finds(JSON.stringify(data[key] ?? '')))
      notes.push({
        key,
        message: `“${labelOf(form, key)}”里写有举报人的姓名或电话，会随案件流转给办理单位，请删去。`,
      });
  return notes;
}

const labelOf = (form: CompiledForm, key: string): string =>
  form.fields.find((field) => field.key === key)?.label ?? key;
