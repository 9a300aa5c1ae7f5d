import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Icon } from '../ui/icons.tsx';
import { PageFrame } from '../ui/page.tsx';
import { EngineAway } from '../ui/states.tsx';

export interface CreatedCase {
  caseId: string;
  caseNo: string;
  engineAway?: boolean;
}

/** After sending: the number, large, to be passed on or written down, and what comes next. */
export function Created({
  name,
  confirmation,
  created,
  onAgain,
}: {
  name: string;
  /** What this process says to who opened the case. */
  confirmation: string | null;
  created: CreatedCase;
  onAgain: () => void;
}): ReactNode {
  // It was sent from the end of a long form.
  useEffect(() => {
    // Newer browsers answer a promise, which React would take for the way to clean up, and fail with.
    window.scrollTo(0, 0);
  }, []);
  return (
    <PageFrame title="已登记">
      <section className="card created" role="status">
        <div className="card-body stack">
          <p className="soft">{name} · 案号</p>
          <div className="row">
            <strong className="created-no num">{created.caseNo}</strong>
            <CopyButton text={created.caseNo} />
          </div>
          <p>{confirmation ?? '流程会自动开始，不用等待。'}</p>
          {created.engineAway ? <EngineAway /> : null}
          <div className="row">
            <Link className="big-link primary" href={`/cases/${created.caseId}`}>
              查看案件
            </Link>
            <Button onClick={onAgain}>再登记一件</Button>
            <Link className="big-link" href="/inbox">
              返回我的待办
            </Link>
          </div>
        </div>
      </section>
    </PageFrame>
  );
}

function CopyButton({ text }: { text: string }): ReactNode {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('已复制');
    } catch {
      setSaid('浏览器不允许复制，请选中后复制');
    }
  };
  return (
    <>
      <Button icon={<Icon name="copy" size={16} />} onClick={() => void copy()}>
        复制案号
      </Button>
      <span role="status" className="soft">
        {said}
      </span>
    </>
  );
}
