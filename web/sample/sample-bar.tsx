import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Me } from '../ui/types.ts';
import { stopSample, useSample } from './use-sample.ts';
import './sample.css';

/** Above every page of a demo while sample cases are played, and once when they are there. */
export default function SampleBar({ me }: { me: Me }): ReactNode {
  const { data: seen } = useSample(true);
  const [watched, setWatched] = useState(false);
  const [, go] = useLocation();
  const running = seen?.state === 'running';
  useEffect(() => {
    if (running) setWatched(true);
  }, [running]);
  if (!seen || !(running || watched)) return null;
  const seesAll = me.can.readAll || me.groups.includes('awb');
  if (running)
    return (
      <div className="sample-bar note no-print" role="status">
        <strong className="num">
          正在生成示范案件 {seen.over}/{seen.total}
        </strong>
        <span className="soft sample-step">{seen.step}</span>
        <Button size="small" onClick={() => void stopSample()}>
          停止
        </Button>
      </div>
    );
  const open = (caseId: string): void => {
    setWatched(false);
    go(`/cases/${caseId}`);
  };
  return (
    <div className="sample-bar note good no-print" role="status">
      <span>
        {seen.state === 'done' ? '示范案件已生成' : '已停止生成'}：{seen.over - seen.failed.length}件。
      </span>
      {seesAll && seen.open ? (
        <Button size="small" onClick={() => open(seen.open!.caseId)}>
          看一件在办的
        </Button>
      ) : null}
      {seesAll && seen.sealed ? (
        <Button size="small" onClick={() => open(seen.sealed!.caseId)}>
          看一件已封卷的
        </Button>
      ) : null}
      <Button size="small" type="text" onClick={() => setWatched(false)}>
        知道了
      </Button>
    </div>
  );
}
