import type { ReactNode } from 'react';
import type { FieldProps } from '../bridge.ts';
import { readable, TypedNumber } from './typed-number.tsx';

/** 数字: instead of form-js's own field, which takes the comma of 1,200 for a decimal point. */
export function NumberField({
  field,
  value,
  onChange,
  onBlur,
  readonly,
  disabled,
  domId,
  errors,
}: FieldProps): ReactNode {
  const { suffixAdorner } = (field['appearance'] ?? {}) as { suffixAdorner?: string };
  if (readonly || disabled)
    return (
      <p className="bh-value num">
        {typeof value === 'number' ? (
          `${readable(value)} ${suffixAdorner ?? ''}`
        ) : (
          <span className="soft">未填写</span>
        )}
      </p>
    );
  return (
    <TypedNumber
      id={domId}
      value={value}
      unit={suffixAdorner}
      wrong={errors.length > 0}
      describedBy={`${domId}-error-message`}
      onChange={(next) => onChange({ value: next })}
      onBlur={onBlur}
    />
  );
}
