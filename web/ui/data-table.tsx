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
}

interface Props<T> {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  /** Where a click on the row leads; the row's `.row-open` link does the same for the keyboard. */
  href?: (row: T) => string;
  rowClass?: (row: T) => string | undefined;
}

/** True when a click already meant something else (a link, a button, a marked text). */
function isOwnClick(target: HTMLElement): boolean {
  return Boolean(target.closest('a,button,input,select,label')) || Boolean(getSelection()?.toString());
}

/**
 * A real table on a desk, cards on a phone. Explicit roles, because `display: block` would take the table's
 * meaning away from screen readers.
 */
export function DataTable<T>({ caption, columns, rows, rowKey, href, rowClass }: Props<T>): ReactNode {
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
            >
              {c.title}
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
