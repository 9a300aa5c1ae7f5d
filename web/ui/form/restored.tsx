import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { at } from '../format.ts';

/** What stands above a form that was filled in part earlier: where it comes from, or that it can be had again. */
export function Restored({
  restored,
  cleared,
  word,
  onClear,
  onUndo,
}: {
  /** When what is shown was written; null: nothing was restored. */
  restored: string | null;
  /** It was emptied just now. */
  cleared: boolean;
  /** On the button that empties it. */
  word: string;
  onClear: () => void;
  onUndo: () => void;
}): ReactNode {
  if (cleared)
    return (
      <p className="note row-between task-restored" role="status">
        <span>已清空。</span>
        <Button size="small" onClick={onUndo}>
          恢复刚才的内容
        </Button>
      </p>
    );
  if (restored === null) return null;
  return (
    <p className="note row-between task-restored">
      <span>
        已恢复本机 <span className="num">{at(restored)}</span> 未提交的内容。
      </span>
      <Popconfirm
        title={`${word}？`}
        description="本机上未提交的内容会从表单中清掉；清掉后还可以恢复，直到离开这一页。"
        okText={word}
        cancelText="不清"
        onConfirm={onClear}
      >
        <Button size="small">{word}</Button>
      </Popconfirm>
    </p>
  );
}
