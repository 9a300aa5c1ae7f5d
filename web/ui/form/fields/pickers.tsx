import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { articleWords } from '../../../../core/paper/articles.ts';
import { nameKey } from '../../../../core/text/fold.ts';
import { request } from '../../http.ts';
import { useGet } from '../../query.ts';
import type { FieldProps } from '../bridge.ts';
import { PickList } from './pick-list.tsx';
import type { Option } from './pick-list.tsx';

interface UnitRow {
  unitId: string;
  name: string;
  /** Merged or renamed: still shown where it was chosen, no longer offered. */
  dissolved: boolean;
}
interface PersonRow {
  account: string;
  name: string;
  post: string | null;
  unitName: string;
}
interface FirmRow {
  uscc?: string;
  name: string;
  industry?: string | null;
}

const LONG = { staleTime: 600_000 };

/** A value as a list, whether the field takes one or several. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return value === null || value === undefined || value === '' ? [] : [value];
}

/** Hand back one or several, as the field wants it. */
function give(props: FieldProps, values: unknown[]): void {
  const multiple = props.field.properties?.multiple === true;
  props.onChange({ value: multiple ? values : (values[0] ?? null) });
}

/** 单位: from the register of units; the value is the unit's id. */
export function Unit(props: FieldProps): ReactNode {
  const units = useGet<UnitRow[]>('/lookups/units', LONG);
  const all = units.data ?? [];
  const options = all.filter((u) => !u.dissolved).map((u) => ({ value: u.unitId, label: u.name }));
  return (
    <PickList
      props={props}
      options={options}
      labels={(v) => all.find((u) => u.unitId === v)?.name}
      values={listOf(props.value).map(String)}
      onPick={(v) => give(props, v)}
      placeholder="选择单位"
      loading={units.isPending}
    />
  );
}

/** 法条: from the articles of the legal pack; the value is the article as text. */
export function Article(props: FieldProps): ReactNode {
  const articles = useGet<Option[]>('/lookups/articles', LONG);
  const [q, setQ] = useState('');
  const free = props.field.properties?.freeText === true;
  const typed = q.trim();
  const listed = (articles.data ?? []).filter((o) => typed === '' || o.label.includes(typed));
  // An article that the list cannot have: nobody has counted the articles of its law.
  const more = useGet<Option[]>(listed.length === 0 ? searchPath('/lookups/articles', q) : null);
  const options = [...listed, ...(more.data ?? [])];
  return (
    <PickList
      props={props}
      options={
        typed === '' || !free ? options : [...options, { value: typed, label: `${typed}（自行填写，未核）` }]
      }
      onSearch={setQ}
      labels={articleWords}
      values={listOf(props.value).map(String)}
      onPick={(v) => give(props, v)}
      placeholder="选择法律条款"
      loading={articles.isPending || more.isFetching}
    />
  );
}

const FREE = 'free:';

/** A search text as path, or null while it is too short to mean anything. */
function searchPath(path: string, q: string): string | null {
  return q.trim() ? `${path}?q=${encodeURIComponent(q.trim())}` : path;
}

/** 人员: by name, post or unit; the value is the account, or `{name}` where people without account are allowed. */
export function Person(props: FieldProps): ReactNode {
  const [q, setQ] = useState('');
  const values = listOf(props.value).map((v) =>
    typeof v === 'object' && v !== null
      ? `${FREE}${String((v as { name?: unknown }).name ?? '')}`
      : String(v),
  );
  const found = useGet<PersonRow[]>(searchPath('/lookups/people', q));
  const known = useKnownPeople(values.filter((v) => !v.startsWith(FREE)));
  const free = props.field.properties?.freeText === true && q.trim() !== '';
  const options: Option[] = [
    ...(found.data ?? []).map((p) => personOption(p)),
    ...(free ? [{ value: `${FREE}${q.trim()}`, label: `${q.trim()}（没有账号）` }] : []),
  ];
  return (
    <PickList
      props={props}
      options={options}
      labels={(v) => (v.startsWith(FREE) ? `${v.slice(FREE.length)}（没有账号）` : known(v))}
      values={values}
      onPick={(v) =>
        give(
          props,
          v.map((x) => (x.startsWith(FREE) ? { name: x.slice(FREE.length) } : x)),
        )
      }
      onSearch={setQ}
      placeholder={
        props.field.properties?.freeText ? '搜索姓名，没有账号的直接填写姓名' : '搜索姓名、岗位或单位'
      }
      loading={found.isFetching}
    />
  );
}

function personOption(p: PersonRow): Option {
  return { value: p.account, label: p.name, note: [p.unitName, p.post].filter(Boolean).join(' · ') };
}

/** Names of accounts that a form came with: one look-up each, as the search also matches accounts. */
function useKnownPeople(accounts: string[]): (account: string) => string | undefined {
  const found = useQueries({
    queries: accounts.map((account) => {
      const path = `/lookups/people?q=${encodeURIComponent(account)}`;
      return { queryKey: ['api', path], queryFn: () => request<PersonRow[]>(path), ...LONG };
    }),
  });
  return (account) => found.flatMap((f) => f.data ?? []).find((p) => p.account === account)?.name;
}

/** 企业: from the register or typed in; the value is `{uscc, name}` or `{name}`. */
export function Firm(props: FieldProps): ReactNode {
  const [q, setQ] = useState('');
  const found = useGet<FirmRow[]>(searchPath('/lookups/firms', q));
  const held = listOf(props.value) as { uscc?: string; name?: string }[];
  const names = new Map(held.map((f) => [keyOf(f), f.name ?? f.uscc ?? '']));
  for (const f of found.data ?? []) names.set(keyOf(f), f.name);
  const exact = (found.data ?? []).some((f) => nameKey(f.name) === nameKey(q));
  const options: Option[] = [
    ...(found.data ?? []).map((f) => ({
      // Volunteers are offered names without codes; the product finds the firm by its whole name.
      value: keyOf(f),
      label: f.name,
      note: [f.uscc, f.industry].filter(Boolean).join(' · '),
    })),
    ...(props.field.properties?.freeText && q.trim() && !exact
      ? [{ value: `${FREE}${q.trim()}`, label: `${q.trim()}（不在名录，直接登记）` }]
      : []),
  ];
  return (
    <PickList
      props={props}
      options={options}
      labels={(v) => names.get(v) ?? v.replace(FREE, '')}
      values={held.map(keyOf)}
      onPick={(v) =>
        give(
          props,
          v.map((x) =>
            x.startsWith(FREE)
              ? { name: x.slice(FREE.length) }
              : { uscc: x, ...(names.get(x) ? { name: names.get(x) } : {}) },
          ),
        )
      }
      onSearch={setQ}
      placeholder={
        props.field.properties?.freeText
          ? '搜索企业名称或信用代码，名录里没有的直接填写'
          : '搜索企业名称或信用代码'
      }
      loading={found.isFetching}
    />
  );
}

function keyOf(firm: { uscc?: string; name?: string }): string {
  return firm.uscc ?? `${FREE}${firm.name ?? ''}`;
}
