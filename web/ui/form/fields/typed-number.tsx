import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { LIMITS } from '../../../../core/text/limits.ts';
import { numberOf } from '../../../../core/text/number.ts';

interface Props {
  /** The number, or what was typed where that is none. */
  value: unknown;
  onChange: (value: number | string | null) => void;
  onBlur?: () => void;
  /** The unit that stands behind the field. */
  unit?: string | undefined;
  id?: string | undefined;
  wrong: boolean;
  describedBy?: string | undefined;
  label?: string | undefined;
}

/** `1,234.5`, so that thousands can be counted while one types. */
export const readable = (number: number): string => {
  const [whole = '', cents] = String(number).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return cents === undefined ? grouped : `${grouped}.${cents}`;
};

/**
 * A number as people type it. What is typed is read by the same function as on the server (core/text/number.ts) and shown
 * again as it was understood; what is none is kept as it stands and said at once.
 */
export function TypedNumber(props: Props): ReactNode {
  const { value, onChange, onBlur, unit, id, wrong, describedBy, label } = props;
  const held = value === null || value === undefined ? '' : String(value as number | string);
  const [text, setText] = useState(held);
  // While one types `5.` or `1,` the number is 5 or none; the text must not be taken from under the hands.
  useEffect(
    () => setText((typed) => (meant(typed, unit) === meant(held, unit) ? typed : held)),
    [held, unit],
  );
  const found = text.trim() === '' ? null : numberOf(text, unit);
  const plain = found?.ok === true && /^-?\d{1,3}(\.\d+)?$/.test(text.trim());
  return (
    <>
      <Input
        id={id}
        inputMode="decimal"
        className="bh-number"
        maxLength={LIMITS.number.max}
        suffix={unit}
        value={text}
        status={wrong ? 'error' : ''}
        aria-invalid={wrong}
        aria-describedby={describedBy}
        aria-label={label}
        onChange={(event) => {
          setText(event.target.value);
          onChange(meant(event.target.value, unit));
        }}
        onBlur={onBlur}
      />
      {found?.ok === true && !plain ? (
        <span className="soft num bh-hint">
          {readable(found.value)} {unit}
        </span>
      ) : null}
      {found?.ok === false ? <span className="bh-said">{`本项${found.why}`}</span> : null}
    </>
  );
}

function meant(text: string, unit: string | undefined): number | string | null {
  if (text.trim() === '') return null;
  const found = numberOf(text, unit);
  return found.ok ? found.value : text.trim();
}
