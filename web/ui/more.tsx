import { Button } from 'antd';
import type { ReactNode } from 'react';
import { counted } from './format.ts';
import type { Keyset } from './query.ts';

/** The foot of a keyset list: how many are shown of how many, and 加载更多. `keys`: its rows can be gone through by keys. */
export function More<T>({ of, keys = true }: { of: Keyset<T>; keys?: boolean }): ReactNode {
  return (
    <div className="row-between list-foot no-print">
      <span className="soft num" role="status">
        已显示 {of.rows.length}
        {of.total ? ` / 共 ${counted(of.total)}` : ''} 条
      </span>
      {keys ? (
        <span className="soft keys-hint">
          <kbd>/</kbd> 搜索 · <kbd>j</kbd> <kbd>k</kbd> 上下 · <kbd>Enter</kbd> 打开
        </span>
      ) : null}
      {of.hasMore ? (
        <Button onClick={of.loadMore} loading={of.loadingMore}>
          加载更多
        </Button>
      ) : null}
    </div>
  );
}
