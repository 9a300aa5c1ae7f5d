import type { ReactNode } from 'react';
import { useRef } from 'react';
import { useLocation } from 'wouter';
import './data-table.css';
import './list.css';

/**
 * One column. `card` says where the cell goes when the row is a card on a phone: `head` (first line, large),
 * `side` (first line, right), `foot` (a line of its own without its title: buttons), `hide`; without it the cell is a
 * line with its title before it.
 */
export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  width?: string;
  align?: 'right';
  card?: 'head' | 'side' | 'foot' | 'hide';
  /** What the server sorts by for this column; `-` in front where the first press should turn it round. */
  sort?: string;
}

/** The order of a list as the server knows it (`dueAt`, `-dueAt`), and how to ask for another. */
export interface Sorting {
  current: string;
  onSort: (sort: string) => void;
}

interface Props<T> {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  /** Where a click on the row leads; the row's `.row-open` link does the same for the keyboard. */
  href?: (row: T) => string;
  rowClass?: (row: T) => string | undefined;
  sorting?: Sorting;
}

/** True when a click already meant something else (a link, a button, a marked text). */
function isOwnClick(target: HTMLElement): boolean {
  return Boolean(target.closest('a,button,input,select,label')) || Boolean(getSelection()?.toString());
}

const bare = (sort: string): string => sort.replace(/^-/, '');
const turned = (sort: string): string => (sort.startsWith('-') ? bare(sort) : `-${sort}`);

function ariaSort(sort: string, current: string): 'ascending' | 'descending' | 'none' {
  if (bare(sort) !== bare(current)) return 'none';
  return current.startsWith('-') ? 'descending' : 'ascending';
}

/** A heading that sorts: the first press as the column says, the next the other way round. */
function SortButton({
  title,
  sort,
  sorting: { current, onSort },
}: {
  title: string;
  sort: string;
  sorting: Sorting;
}): ReactNode {
  const way = ariaSort(sort, current);
  return (
    <button type="button" className="dt-sort" onClick={() => onSort(way === 'none' ? sort : turned(current))}>
      {title}
      <span aria-hidden="true" className={way === 'none' ? 'dt-sort-idle' : undefined}>
        {way === 'none' ? '↕' : way === 'ascending' ? '↑' : '↓'}
      </span>
    </button>
  );
}

/**
 * A real table on a desk, cards on a phone. Explicit roles, because `display: block` would take the table's
 * meaning away from screen readers.
 */
export function DataTable<T>({
  caption,
  columns,
  rows,
  rowKey,
  href,
  rowClass,
  sorting,
}: Props<T>): ReactNode {
  const [, go] = useLocation();
  const ref = useRef<HTMLTableElement>(null);
  return (
    <table className="dt" role="table" ref={ref} aria-label={caption}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((c) => (
            <th
              key={c.key}
              role="columnheader"
              scope="col"
              style={c.width ? { width: c.width } : undefined}
              className={c.align === 'right' ? 'dt-right' : undefined}
              aria-sort={c.sort && sorting ? ariaSort(c.sort, sorting.current) : undefined}
            >
              {c.sort && sorting ? <SortButton title={c.title} sort={c.sort} sorting={sorting} /> : c.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            className={[href ? 'dt-link' : '', rowClass?.(row) ?? ''].join(' ').trim() || undefined}
            onClick={href ? (event) => isOwnClick(event.target as HTMLElement) || go(href(row)) : undefined}
          >
            {columns.map((c) => (
              <td
                key={c.key}
                role="cell"
                data-title={c.title}
                className={
                  [c.card ? `dt-${c.card}` : '', c.align === 'right' ? 'dt-right' : ''].join(' ').trim() ||
                  undefined
                }
              >
                {c.render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
