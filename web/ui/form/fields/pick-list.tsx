import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useRef } from 'react';
import type { FieldProps } from '../bridge.ts';

export interface Option {
  value: string;
  label: string;
  /** A second, quieter line: unit, post, code. */
  note?: string;
}

interface Props {
  props: FieldProps;
  options: Option[];
  values: string[];
  onPick: (values: string[]) => void;
  /** The word for a value that is not among the options (any more). */
  labels?: (value: string) => string | undefined;
  /** Given: the server searches; else the browser filters the options. */
  onSearch?: (q: string) => void;
  placeholder: string;
  loading: boolean;
}

const REST_MS = 250;

/** One or several of a list that can be searched; shared by all our pickers. */
export function PickList({
  props,
  options,
  values,
  onPick,
  labels,
  onSearch,
  placeholder,
  loading,
}: Props): ReactNode {
  const { field, domId, readonly, disabled, onBlur, errors } = props;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const labelOf = (value: string): string =>
    options.find((o) => o.value === value)?.label ?? labels?.(value) ?? value;
  if (readonly || disabled)
    return (
      <p className="bh-value">
        {values.length > 0 ? values.map(labelOf).join('、') : <span className="soft">未填写</span>}
      </p>
    );
  const multiple = field.properties?.multiple === true;
  const search = (q: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch?.(q), REST_MS);
  };
  return (
    <Select<{ value: string; label: ReactNode } | { value: string; label: ReactNode }[] | null, Option>
      id={domId}
      labelInValue
      allowClear
      className="bh-pick"
      {...(multiple ? { mode: 'multiple' as const } : {})}
      placeholder={placeholder}
      loading={loading}
      status={errors.length > 0 ? 'error' : ''}
      aria-label={field.label ?? placeholder}
      value={
        multiple
          ? values.map((v) => ({ value: v, label: labelOf(v) }))
          : values[0] !== undefined
            ? { value: values[0], label: labelOf(values[0]) }
            : null
      }
      options={options}
      optionRender={({ data }) => (
        <span className="bh-option">
          {data.label}
          {data.note ? <span className="soft">{data.note}</span> : null}
        </span>
      )}
      showSearch={onSearch ? { filterOption: false, onSearch: search } : { optionFilterProp: 'label' }}
      notFoundContent={loading ? '正在查找…' : '没有找到'}
      onBlur={onBlur}
      onChange={(next) => {
        const list = Array.isArray(next) ? next : next ? [next] : [];
        onPick(list.map((x) => x.value));
        onSearch?.('');
      }}
    />
  );
}
