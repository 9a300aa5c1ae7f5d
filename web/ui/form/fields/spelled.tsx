import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { codeOf } from '../../../../core/text/fold.ts';
import { phoneOf } from '../../../../core/text/phone.ts';
import type { FieldProps } from '../bridge.ts';

/** Telephones and codes: put into one spelling when the field is left, as the server will do it. */
export function Spelled(props: FieldProps): ReactNode {
  const { field, value, onChange, onBlur, readonly, disabled, domId, errors } = props;
  const held = typeof value === 'string' ? value : '';
  const [text, setText] = useState(held);
  useEffect(() => setText(held), [held]);
  const phone = field.properties?.['spelling'] === 'phone';
  if (readonly || disabled)
    return <p className="bh-value num">{held || <span className="soft">未填写</span>}</p>;
  return (
    <Input
      id={domId}
      inputMode={phone ? 'tel' : 'text'}
      value={text}
      status={errors.length > 0 ? 'error' : ''}
      aria-invalid={errors.length > 0}
      aria-describedby={`${domId}-error-message`}
      onChange={(event) => {
        setText(event.target.value);
        onChange({ value: event.target.value });
      }}
      onBlur={() => {
        const one = phone ? (phoneOf(text) ?? text.trim()) : codeOf(text);
        setText(one);
        if (one !== text) onChange({ value: one });
        onBlur();
      }}
    />
  );
}
