import type { ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { Column, Sorting } from '../ui/data-table.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { More } from '../ui/more.tsx';
import type { useKeyset } from '../ui/query.ts';
import { Failed, Loading, Nothing } from '../ui/states.tsx';
import type { Register, RegisterRow } from './types.ts';

/** The rows of a register as a table (cards on a phone); a row opens in a window whose address can be sent to a colleague. */
export function RegisterTable({
  of,
  list,
  sorting,
  filtered,
}: {
  of: Register;
  list: ReturnType<typeof useKeyset<RegisterRow>>;
  sorting: Sorting;
  filtered: boolean;
}): ReactNode {
  const [path] = useLocation();
  const search = useSearch();
  const href = ({ rowId }: RegisterRow): string => {
    const next = new URLSearchParams(search);
    next.set('row', rowId);
    return `${path}?${next.toString()}`;
  };
  if (list.problem && list.rows.length === 0) return <Failed error={list.problem} retry={list.retry} />;
  if (list.loading) return <Loading what={`正在读取${of.title}`} />;
  if (list.rows.length === 0)
    return filtered ? (
      <Nothing title="没有符合条件的行" hint="换个关键词，或清除筛选条件。" />
    ) : (
      <Nothing
        title={`${of.title}还是空的`}
        hint={
          of.can.edit
            ? '点“新增”录入，或从 Excel 导入。'
            : '内容由安委办录入，或在办案过程中自动产生；有了会出现在这里。'
        }
      />
    );
  return (
    <>
      <div className="list-frame">
        <DataTable
          caption={of.title}
          columns={columnsOf(of, href)}
          rows={list.rows}
          rowKey={({ rowId }) => rowId}
          href={href}
          rowClass={({ retired }) => (retired ? 'register-retired' : undefined)}
          sorting={sorting}
        />
      </div>
      <More of={list} />
    </>
  );
}

const NUMBERS = ['integer', 'number', 'date', 'instant'];

/** The first column of words opens the row; a number before it stays a number. */
function columnsOf(of: Register, href: (row: RegisterRow) => string): Column<RegisterRow>[] {
  const shown = of.columns.filter(({ detail }) => !detail);
  const opener = shown.find(({ type }) => !NUMBERS.includes(type))?.key;
  return shown.map(({ key, label, type, width, sorts }) => ({
    key,
    title: label,
    ...(width === null ? {} : { width: `${width}px` }),
    ...(sorts ? { sort: key } : {}),
    ...(key === opener ? { card: 'head' as const } : {}),
    render: (row) => {
      const text = row.texts[key] ?? '';
      if (key === opener)
        return (
          <>
            <Link href={href(row)} className="row-open">
              {text}
            </Link>
            {row.retired ? <span className="tag register-tag">停用</span> : null}
          </>
        );
      return NUMBERS.includes(type) ? <span className="num nowrap">{text}</span> : text;
    },
  }));
}
