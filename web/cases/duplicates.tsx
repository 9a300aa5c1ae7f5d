import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { at } from '../ui/format.ts';

export interface Duplicate {
  caseId: string;
  caseNo: string;
  title: string;
  status: string;
  openedAt: string;
  why: string;
}

/** Cases that look like the one about to be sent; they open beside, so that nothing written is left. */
export function Duplicates({
  items,
  notes,
  busy,
  onAnyway,
  onBack,
}: {
  items: Duplicate[];
  /** What to look at of the reporter's name and telephone. */
  notes: { key: string; message: string }[];
  busy: boolean;
  onAnyway: () => void;
  onBack: () => void;
}): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ref.current?.focus();
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div
      className="note warn duplicates"
      role="alertdialog"
      aria-labelledby="dup-title"
      tabIndex={-1}
      ref={ref}
    >
      <h2 id="dup-title">
        {items.length > 0 ? `可能重复：已有 ${items.length} 件相近的案件` : '请核对举报人信息'}
      </h2>
      <ul>
        {notes.map((note) => (
          <li key={note.message}>{note.message}</li>
        ))}
        {items.map((d) => (
          <li key={d.caseId}>
            <a href={`/cases/${d.caseId}`} target="_blank" rel="noreferrer" className="num">
              {d.caseNo}
            </a>{' '}
            {d.title}
            <span className="soft">
              {' '}
              · {d.why} · <span className="num">{at(d.openedAt)}</span>
            </span>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button type="primary" loading={busy} onClick={onAnyway}>
          仍要提交
        </Button>
        <Button onClick={onBack}>返回修改</Button>
      </div>
    </div>
  );
}
