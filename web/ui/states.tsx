import { Button } from 'antd';
import type { ReactNode } from 'react';
import { asProblem } from './http.ts';
import './states.css';

/** Shown while something is read; says what, so that a slow page is not a blank page. */
export function Loading({ what = '正在读取' }: { what?: string }): ReactNode {
  return (
    <div className="state" role="status">
      <span className="spinner spin" aria-hidden="true" />
      {what}…
    </div>
  );
}

/** An empty place: what would stand here, and what to do. */
export function Nothing({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className="state state-empty">
      <p className="state-title">{title}</p>
      {hint ? <p className="soft">{hint}</p> : null}
      {children}
    </div>
  );
}

/** A failed reading, with the server's words and a way on. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }): ReactNode {
  const problem = asProblem(error);
  return (
    <div className="state state-bad" role="alert">
      <p className="state-title">{problem.title}</p>
      {problem.detail ? <p className="soft">{problem.detail}</p> : null}
      {retry ? (
        <Button onClick={retry} size="small">
          重试
        </Button>
      ) : null}
    </div>
  );
}

/** Loading, failure or the thing itself, for one reading. */
export function Shown<T>({
  of,
  children,
  what,
}: {
  of: { data: T | undefined; error: unknown; refetch: () => unknown };
  children: (data: T) => ReactNode;
  what?: string;
}): ReactNode {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failed error={of.error} retry={() => void of.refetch()} />;
  return <Loading {...(what ? { what } : {})} />;
}

/** 流程引擎暂不可用: what was entered is safe, and nothing has to be done. */
export function EngineAway(): ReactNode {
  return (
    <p className="note warn" role="status">
      流程引擎暂不可用，已保存，恢复后自动继续。
    </p>
  );
}
