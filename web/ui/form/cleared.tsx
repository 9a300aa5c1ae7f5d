import { Button } from 'antd';
import type { ReactNode } from 'react';

/** Above a form that was emptied just now: what stood in it can be had again until the page is left. */
export function Cleared({ onUndo }: { onUndo: () => void }): ReactNode {
  return (
    <p className="note row-between task-restored" role="status">
      <span>已清空。</span>
      <Button size="small" onClick={onUndo}>
        恢复刚才的内容
      </Button>
    </p>
  );
}
