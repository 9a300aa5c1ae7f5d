import type { ReactNode } from 'react';
import type { FieldProps } from '../bridge.ts';

interface Option {
  value: string;
  label: string;
}

/** 单选 from a list, by the browser's own control (form-js's shows an English word and no wheel on phones). */
export function SelectOne({
  field,
  value,
  onChange,
  onBlur,
  readonly,
  disabled,
  domId,
  errors,
}: FieldProps): ReactNode {
  const options = Array.isArray(field['values']) ? (field['values'] as Option[]) : [];
  const held = typeof value === 'string' ? value : '';
  const known = options.find((o) => o.value === held);
  if (readonly || disabled)
    return <p className="bh-value">{known?.label ?? (held || <span className="soft">未选择</span>)}</p>;
  return (
    <select
      id={domId}
      className={held ? 'bh-native' : 'bh-native bh-unset'}
      value={known ? held : ''}
      required={field.validate?.['required'] === true}
      aria-invalid={errors.length > 0}
      aria-describedby={`${domId}-description ${domId}-error-message`}
      onBlur={onBlur}
      onChange={(event) => onChange({ value: event.target.value || null })}
    >
      <option value="">请选择</option>
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.label}
        </option>
      ))}
    </select>
  );
}
