import { Button, InputNumber, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { now, syncClock } from '../ui/clock.ts';
import { at } from '../ui/format.ts';
import { asProblem, post } from '../ui/http.ts';
import { CLOCK_MOVED } from '../ui/live.ts';
import { refresh } from '../ui/query.ts';

const HOUR_MS = 3_600_000;
const STEPS: { label: string; by: { days?: number; hours?: number } }[] = [
  { label: '1 小时', by: { hours: 1 } },
  { label: '1 天', by: { days: 1 } },
  { label: '7 天', by: { days: 7 } },
  { label: '30 天', by: { days: 30 } },
];

/** It cannot be taken back and everybody has it: it is asked first, with the time it will be. */
function Ask({
  by,
  onYes,
  children,
}: {
  by: { days?: number; hours?: number };
  onYes: () => void;
  children: ReactNode;
}): ReactNode {
  const to = new Date(now().getTime() + ((by.days ?? 0) * 24 + (by.hours ?? 0)) * HOUR_MS);
  return (
    <Popconfirm
      title={`把演示时钟拨到 ${at(to.toISOString())}？`}
      description="对所有人立即生效，不能拨回：到期的环节会变成超期并逐级上报，到日子的提醒、回访和约谈会发生。"
      okText="拨"
      cancelText="不拨"
      onConfirm={onYes}
    >
      {children}
    </Popconfirm>
  );
}

/** 演示时钟: moved forward to see deadlines fall due; it can never go back, as nothing due may become not due. */
export function ClockMover(): ReactNode {
  const [days, setDays] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const move = async (by: { days?: number; hours?: number }): Promise<void> => {
    setBusy(true);
    try {
      const moved = await post<{ now: string }>('/operator/clock', by);
      syncClock(moved.now);
      window.dispatchEvent(new Event(CLOCK_MOVED));
      setSaid(`现在是 ${at(moved.now)}`);
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
            <Ask key={step.label} by={step.by} onYes={() => void move(step.by)}>
              <Button disabled={busy}>前进 {step.label}</Button>
            </Ask>
          ))}
        </div>
        <div className="row">
          <label htmlFor="clock-days">前进天数</label>
          <InputNumber id="clock-days" min={1} max={400} precision={0} value={days} onChange={setDays} />
          <Ask by={{ days: days ?? 0 }} onYes={() => days && void move({ days })}>
            <Button disabled={busy || !days}>前进</Button>
          </Ask>
        </div>
        <p role="status" className="num">
          {said}
        </p>
      </div>
    </section>
  );
}
