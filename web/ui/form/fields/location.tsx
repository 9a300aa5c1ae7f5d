import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { placeText } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import type { FieldProps } from '../bridge.ts';
import { useCheckIn } from './check-in.ts';
import { locate } from './position.ts';

interface Spot {
  address?: string;
  lat?: number;
  lng?: number;
}

function spotOf(value: unknown): Spot {
  return typeof value === 'object' && value !== null ? (value as Spot) : {};
}

/** 地点: an address, and the device's point where it can be had. */
export function Location({
  value,
  onChange,
  onBlur,
  readonly,
  disabled,
  domId,
  errors,
  field,
}: FieldProps): ReactNode {
  const spot = spotOf(value);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const set = (next: Spot): void => onChange({ value: next.address || next.lat !== undefined ? next : null });
  const point =
    typeof spot.lat === 'number' && typeof spot.lng === 'number'
      ? `${spot.lat.toFixed(5)}, ${spot.lng.toFixed(5)}`
      : '';
  useCheckIn(readonly || disabled ? undefined : field.key, (found) => {
    if (found instanceof Error) return setSaid(`已记录到场时间。${found.message}`);
    const { lat, lng, accuracy } = found;
    set({ ...spot, lat, lng });
    setSaid(`已打卡定位，精度约 ${accuracy} 米${spot.address ? '' : '，请补充地址'}`);
  });
  async function here(): Promise<void> {
    setBusy(true);
    setSaid('');
    try {
      const { lat, lng, accuracy } = await locate();
      set({ ...spot, lat, lng });
      setSaid(`已定位，精度约 ${accuracy} 米${spot.address ? '' : '，请补充地址'}`);
    } catch (error) {
      setSaid((error as Error).message);
    }
    setBusy(false);
  }
  const fixed = readonly || disabled;
  if (fixed) {
    return (
      <p className="bh-value">
        {placeText(spot) || <span className="soft">未填写</span>}{' '}
        {spot.address && point ? <span className="soft num">({point})</span> : null}
      </p>
    );
  }
  return (
    <div className="bh-location">
      <div className="bh-inline">
        <Input
          id={domId}
          placeholder="路名、门牌号、单位或场所"
          maxLength={200}
          value={spot.address ?? ''}
          status={errors.length > 0 ? 'error' : ''}
          aria-invalid={errors.length > 0}
          aria-describedby={`${domId}-error-message`}
          onBlur={onBlur}
          onChange={(e) => {
            const { address: _, ...rest } = spot;
            set(e.target.value ? { ...rest, address: e.target.value } : rest);
          }}
        />
        <Button icon={<Icon name="pin" size={16} />} loading={busy} onClick={() => void here()}>
          定位
        </Button>
      </div>
      <p className="soft bh-hint" role="status">
        {said} {point ? <span className="num">{point}</span> : null}{' '}
        {point ? (
          <button
            type="button"
            className="plain-button bh-small"
            onClick={() => set(spot.address ? { address: spot.address } : {})}
          >
            去掉坐标
          </button>
        ) : null}
      </p>
    </div>
  );
}
