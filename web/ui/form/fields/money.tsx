import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { FieldProps } from '../bridge.ts';
import { LIMITS } from '../../../../core/text/limits.ts';
import { moneyOf } from '../../../../core/text/number.ts';
import { grouped } from '../money.ts';

/** 金额: a string in yuan, always with two decimals once the field is left. */
export function Money({ value, onChange, onBlur, readonly, disabled, domId, errors }: FieldProps): ReactNode {
  const held = typeof value === 'string' ? value : '';
  const [text, setText] = useState(held);
  useEffect(() => setText(held), [held]);
  const found = text.trim() === '' ? null : moneyOf(text);
  const normal = found?.ok === true ? found.value : null;
  if (readonly || disabled)
    return (
      <p className="bh-value num">
        {normal ? `${grouped(normal)} 元` : <span className="soft">未填写</span>}
      </p>
    );
  return (
    <>
      <Input
        id={domId}
        inputMode="decimal"
        className="bh-money"
        suffix="元"
        maxLength={LIMITS.number.max}
        value={text}
        status={errors.length > 0 ? 'error' : ''}
        aria-invalid={errors.length > 0}
        aria-describedby={`${domId}-error-message`}
        onChange={(e) => setText(e.target.value)}
        onBlur={() => {
          onChange({ value: text.trim() === '' ? null : (normal ?? text.trim()) });
          onBlur();
        }}
      />
      {text && normal ? <span className="soft num bh-hint">{grouped(normal)} 元</span> : null}
      {found?.ok === false ? <span className="bh-said">{`本项${found.why}`}</span> : null}
    </>
  );
}
