import { Button, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { syncClock } from '../ui/clock.ts';
import { at } from '../ui/format.ts';
import { asProblem, post } from '../ui/http.ts';
import { CLOCK_MOVED } from '../ui/live.ts';
import { refresh } from '../ui/query.ts';

const STEPS: { label: string; by: { days?: number; hours?: number } }[] = [
  { label: '1 小时', by: { hours: 1 } },
  { label: '1 天', by: { days: 1 } },
  { label: '7 天', by: { days: 7 } },
  { label: '30 天', by: { days: 30 } },
];

/** 演示时钟: moved forward to see deadlines fall due; it can never go back, as nothing due may become not due. */
export function ClockMover(): ReactNode {
  const [days, setDays] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const move = async (by: { days?: number; hours?: number }): Promise<void> => {
    setBusy(true);
    try {
      const { now } = await post<{ now: string }>('/operator/clock', by);
      syncClock(now);
      window.dispatchEvent(new Event(CLOCK_MOVED));
      setSaid(`现在是 ${at(now)}`);
      await refresh('/');
    } catch (error) {
      setSaid(asProblem(error).title);
    }
    setBusy(false);
  };
  return (
    <section className="card">
      <h2>演示时钟</h2>
      <div className="card-body stack">
        <p className="soft">只能向前拨，不能拨回。拨动后时限灯、提醒和到期动作照常发生。</p>
        <div className="row">
          {STEPS.map((step) => (
            <Button key={step.label} disabled={busy} onClick={() => void move(step.by)}>
              前进 {step.label}
            </Button>
          ))}
        </div>
        <div className="row">
          <label htmlFor="clock-days">前进天数</label>
          <InputNumber id="clock-days" min={1} max={400} precision={0} value={days} onChange={setDays} />
          <Button disabled={busy || !days} onClick={() => days && void move({ days })}>
            前进
          </Button>
        </div>
        <p role="status" className="num">
          {said}
        </p>
      </div>
    </section>
  );
}
