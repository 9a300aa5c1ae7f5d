import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { asProblem } from '../ui/http.ts';
import type { SampleAnswer } from './progress.ts';
import { beginSample, stopSample, useSample } from './use-sample.ts';
import './sample.css';

interface Props {
  /** On the log-in page, where nobody is logged in. */
  stranger?: { password: string };
  /** Show one of its cases; absent where this person may not see them. */
  onOpen?: (caseId: string) => void;
}

/** 一键生成示范案件: the button, how far it is, what became of it. Shows nothing where there is no demo. */
export function SampleCard({ stranger, onOpen }: Props): ReactNode {
  const { data: seen } = useSample(true);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  if (!seen) return null;
  const act = async (what: typeof beginSample): Promise<void> => {
    setBusy(true);
    setSaid('');
    await what(stranger).catch((error: unknown) => setSaid(asProblem(error).title));
    setBusy(false);
  };
  return (
    <div className="sample-card note">
      {seen.state === 'running' ? (
        <Running seen={seen} busy={busy} onStop={() => void act(stopSample)} />
      ) : (
        <Offer seen={seen} busy={busy} onBegin={() => void act(beginSample)} />
      )}
      {seen.state === 'done' || seen.state === 'cancelled' ? (
        <Result seen={seen} {...(onOpen ? { onOpen } : {})} />
      ) : null}
      {said ? (
        <p className="bad-text" role="alert">
          {said}
        </p>
      ) : null}
    </div>
  );
}

function Offer({
  seen,
  busy,
  onBegin,
}: {
  seen: SampleAnswer;
  busy: boolean;
  onBegin: () => void;
}): ReactNode {
  const again = !seen.empty;
  return (
    <div className="row-between">
      <span className="sample-words">
        {again ? (
          '再生成一套示范案件：演示时钟会再向前拨约一周，在办的案件可能因此超期。'
        ) : (
          <>
            <strong>系统里还没有案件。</strong>
            生成约三十件示范案件：四种流程，在办、待办、临期、超期、核验为红、已封卷都有，约三分钟；演示时钟向前拨约一周。
          </>
        )}
      </span>
      <Button type={again ? 'default' : 'primary'} loading={busy} onClick={onBegin}>
        {again ? '再生成一套' : '一键生成示范案件'}
      </Button>
    </div>
  );
}

function Running({
  seen,
  busy,
  onStop,
}: {
  seen: SampleAnswer;
  busy: boolean;
  onStop: () => void;
}): ReactNode {
  const percent = seen.total === 0 ? 0 : Math.floor((seen.over / seen.total) * 100);
  return (
    <>
      <div className="row-between">
        <strong className="num">
          正在生成示范案件 {seen.over}/{seen.total}
        </strong>
        <Button size="small" loading={busy} onClick={onStop}>
          停止
        </Button>
      </div>
      <Progress percent={percent} showInfo={false} aria-label="示范案件的进度" />
      <p className="soft sample-step">{seen.step || '正在登录各单位人员……'}</p>
    </>
  );
}

function Result({ seen, onOpen }: { seen: SampleAnswer; onOpen?: (caseId: string) => void }): ReactNode {
  return (
    <div role="status" className="sample-result">
      <p>
        {seen.state === 'done' ? '示范案件已生成' : '已停止生成，生成了的留着'}：
        {seen.over - seen.failed.length}
        件，用时{seen.seconds}秒
        {seen.movedHours > 0 ? `，演示时钟向前拨了${Math.round(seen.movedHours / 24)}天` : ''}。
      </p>
      {onOpen ? (
        <p className="row">
          {seen.open ? (
            <Button size="small" onClick={() => onOpen(seen.open!.caseId)}>
              看一件在办的：{seen.open.caseNo}
            </Button>
          ) : null}
          {seen.sealed ? (
            <Button size="small" onClick={() => onOpen(seen.sealed!.caseId)}>
              看一件已封卷的：{seen.sealed.caseNo}
            </Button>
          ) : null}
        </p>
      ) : null}
      {seen.failed.length > 0 ? (
        <details>
          <summary>{seen.failed.length}件没有成功</summary>
          <ul>
            {seen.failed.map(({ shows, caseNo, reason }) => (
              <li key={shows}>
                {shows}
                {caseNo ? `（${caseNo}）` : ''}：{reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
