import { Input, Pagination } from 'antd';
import type { ReactNode } from 'react';
import { createContext, useContext, useState } from 'react';
import { fold } from '../../core/text/fold.ts';
import './list.css';

/** Everything at once, as it goes to paper (全部（打印）). */
export const Whole = createContext(false);

interface Props<T> {
  /** What the rows are called, for the search field and the count: 环节, 证据. */
  what: string;
  rows: T[];
  /** How many make a page; fewer rows than that have neither search nor pages. */
  size: number;
  /** The words of a row that the search looks through. */
  words: (row: T) => string;
  /** The ids by which the address may name the row (`#clock-…`): its page is the one that opens. */
  anchors?: (row: T) => string[];
  children: (shown: T[]) => ReactNode;
}

/** Rows that came all together but are too many to look at together: searched and leafed through here. */
export function Paged<T>({ what, rows, size, words, anchors, children }: Props<T>): ReactNode {
  const whole = useContext(Whole);
  const [q, setQ] = useState('');
  const [page, setPage] = useState(() => pageOf(rows, size, anchors));
  if (whole || rows.length <= size) return children(rows);
  const sought = fold(q).split(' ').filter(Boolean);
  const found =
    sought.length === 0
      ? rows
      : rows.filter((row) => {
          const text = fold(words(row));
          return sought.every((word) => text.includes(word));
        });
  const last = Math.max(1, Math.ceil(found.length / size));
  const at = Math.min(page, last);
  return (
    <div className="paged">
      <div className="paged-search no-print">
        <Input
          allowClear
          value={q}
          placeholder={`在 ${rows.length} 条${what}中查找`}
          aria-label={`查找${what}`}
          onChange={(event) => {
            setQ(event.target.value);
            setPage(1);
          }}
        />
      </div>
      {found.length === 0 ? (
        <p className="soft paged-none" role="status">
          没有符合“{q.trim()}”的{what}。
        </p>
      ) : (
        children(found.slice((at - 1) * size, at * size))
      )}
      <div className="row-between paged-foot">
        <span className="soft num" role="status">
          {found.length === rows.length
            ? `共 ${rows.length} 条`
            : `找到 ${found.length} / 共 ${rows.length} 条`}
          ，打印请到“全部（打印）”
        </span>
        <Pagination
          className="no-print"
          size="small"
          current={at}
          pageSize={size}
          total={found.length}
          showSizeChanger={false}
          hideOnSinglePage
          onChange={setPage}
        />
      </div>
    </div>
  );
}

/** The page of the row that the address names, else the first. */
function pageOf<T>(rows: T[], size: number, anchors: Props<T>['anchors']): number {
  const named = decodeURIComponent(window.location.hash.slice(1));
  if (named === '' || anchors === undefined) return 1;
  const index = rows.findIndex((row) => anchors(row).includes(named));
  return index < 0 ? 1 : Math.floor(index / size) + 1;
}
