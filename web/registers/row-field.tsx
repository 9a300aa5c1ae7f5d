import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { LIMITS } from '../../core/text/limits.ts';
import type { Labelling } from '../ui/labelled.tsx';
import { TypedNumber } from '../ui/form/fields/typed-number.tsx';
import { useGet, withParams } from '../ui/query.ts';
import type { RegisterColumn } from './types.ts';

interface Props {
  column: RegisterColumn;
  labelling: Labelling;
  value: unknown;
  /** What people read for the value as it was stored. */
  text: string;
  onChange: (value: unknown) => void;
}

/** The control of one column, by its type. */
export function RowField(props: Props): ReactNode {
  const { column, labelling, value, onChange } = props;
  const status = labelling['aria-invalid'] ? 'error' : '';
  switch (column.type) {
    case 'long':
      return (
        <Input.TextArea
          {...labelling}
          status={status}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={LIMITS.registerLong.max}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'integer':
      return (
        <TypedNumber
          id={labelling.id}
          wrong={labelling['aria-invalid'] === true}
          describedBy={labelling['aria-describedby']}
          value={value}
          onChange={onChange}
        />
      );
    case 'date':
      return (
        <Input
          {...labelling}
          status={status}
          type="date"
          value={String(value ?? '')}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'text':
      return (
        <Input
          {...labelling}
          status={status}
          maxLength={LIMITS.line.max}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    default:
      return <Picker {...props} />;
  }
}

interface Option {
  value: string;
  label: string;
}

const SEVERAL = ['choices', 'units', 'objects'];

/** One or several of a list: the column's own options, units, firms, people. */
function Picker({ column, labelling, value, text, onChange }: Props): ReactNode {
  const [q, setQ] = useState('');
  const options = useOptions(column, q);
  const several = SEVERAL.includes(column.type);
  const ids = [value ?? []].flat() as string[];
  // What is chosen must have its name although the search shows others.
  const names = text.split('、');
  const chosen = ids.map((id, index) => ({
    value: id,
    label: options.find((option) => option.value === id)?.label ?? names[several ? index : 0] ?? id,
  }));
  const offered = [...chosen.filter(({ value: id }) => !options.some((o) => o.value === id)), ...options];
  const remote = ['person', 'objects'].includes(column.type);
  return (
    <Select
      {...labelling}
      allowClear={!column.required}
      {...(several ? { mode: 'multiple' as const } : {})}
      status={labelling['aria-invalid'] ? 'error' : ''}
      showSearch={remote ? { filterOption: false, onSearch: setQ } : { optionFilterProp: 'label' }}
      placeholder={`选择${column.label}`}
      notFoundContent="没有找到"
      value={several ? ids : ((value as string | null) ?? null)}
      options={offered}
      onChange={(next: unknown) => onChange(next ?? (several ? [] : null))}
    />
  );
}

function useOptions({ type, options }: RegisterColumn, q: string): Option[] {
  const needs = (...types: string[]): boolean => types.includes(type);
  const units = useGet<{ unitId: string; name: string }[]>(
    needs('unit', 'units', 'objects') ? '/lookups/units' : null,
    { staleTime: 600_000 },
  );
  const firms = useGet<{ uscc: string; name: string }[]>(
    needs('objects') ? withParams('/lookups/firms', { q }) : null,
  );
  const people = useGet<{ account: string; name: string; unitName: string; post: string }[]>(
    needs('person') ? withParams('/lookups/people', { q }) : null,
  );
  if (options) return options;
  const found = (units.data ?? []).filter(({ name }) => type !== 'objects' || name.includes(q));
  return [
    ...found.map(({ unitId, name }) => ({ value: unitId, label: name })),
    ...(firms.data ?? []).map(({ uscc, name }) => ({ value: uscc, label: name })),
    ...(people.data ?? []).map(({ account, name, unitName, post }) => ({
      value: account,
      label: `${name}（${[unitName, post].filter(Boolean).join(' ')}）`,
    })),
  ];
}
