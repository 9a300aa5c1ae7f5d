import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useContext, useState } from 'react';
import { now } from '../../clock.ts';
import { at, dueText } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import type { FieldProps } from '../bridge.ts';
import { CheckInsContext } from './check-in.ts';
import { locate } from './position.ts';

const DAY_MS = 86_400_000;

/** What `<input type="datetime-local">` speaks: the Shanghai wall clock without a zone. */
function toLocal(iso: string): string {
  return at(iso).replace(' ', 'T');
}

/** The instant that a Shanghai wall clock shows (no daylight saving there). */
function toInstant(local: string): string | null {
  const date = new Date(`${local}:00+08:00`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/**
 * 日期 and 日期时间 by the browser's own picker: a wheel on a phone, typed on a desk, in the user's language. A day is
 * held as YYYY-MM-DD, a time as a UTC instant; both are read on the Shanghai clock wherever the browser stands.
 */
export function DateTime({
  field,
  value,
  onChange,
  onBlur,
  readonly,
  disabled,
  domId,
  errors,
}: FieldProps): ReactNode {
  const isDay = field['subtype'] === 'date';
  const place = field.properties?.['checkIn'];
  const held = typeof value === 'string' ? value : '';
  if (readonly || disabled)
    return (
      <p className="bh-value num">
        {held ? isDay ? held : dueText(held) : <span className="soft">未填写</span>}
      </p>
    );
  const { notFuture, future } = field.properties ?? {};
  const today = toLocal(now().toISOString());
  const tomorrow = toLocal(new Date(now().getTime() + DAY_MS).toISOString());
  const shown = isDay ? held : held ? toLocal(held) : '';
  return (
    <div className="bh-inline bh-date">
      {typeof place === 'string' && !held ? (
        <CheckIn place={place} onTime={(value) => onChange({ value })} />
      ) : null}
      <input
        id={domId}
        type={isDay ? 'date' : 'datetime-local'}
        className="bh-native"
        value={shown}
        min={future ? (isDay ? tomorrow.slice(0, 10) : today) : '2000-01-01'.concat(isDay ? '' : 'T00:00')}
        max={notFuture ? (isDay ? today.slice(0, 10) : today) : '2099-12-31'.concat(isDay ? '' : 'T23:59')}
        required={field.validate?.['required'] === true}
        aria-invalid={errors.length > 0}
        aria-describedby={`${domId}-description ${domId}-error-message`}
        onBlur={onBlur}
        onChange={(event) =>
          onChange({
            value:
              event.target.value === '' ? null : isDay ? event.target.value : toInstant(event.target.value),
          })
        }
      />
      {isDay || future ? null : (
        <Button onClick={() => onChange({ value: now().toISOString() })}>现在</Button>
      )}
    </div>
  );
}

/** 到场打卡: the time is now and the place is here, by a press on the spot; never by opening the form. */
function CheckIn({ place, onTime }: { place: string; onTime: (instant: string) => void }): ReactNode {
  const checkIns = useContext(CheckInsContext);
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    const instant = now().toISOString();
    setBusy(true);
    // Without a position the time counts all the same; the field of the place says what to do.
    checkIns?.tell(place, await locate().catch((error: Error) => error));
    onTime(instant);
  };
  return (
    <Button
      className="bh-check-in"
      type="primary"
      ghost
      size="large"
      icon={<Icon name="pin" size={18} />}
      loading={busy}
      onClick={() => void press()}
    >
      到场打卡
    </Button>
  );
}
