import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { DataTable } from '../ui/data-table.tsx';
import type { Column, Sorting } from '../ui/data-table.tsx';
import { day } from '../ui/format.ts';
import { DeadlineLight, WordLight } from '../ui/light.tsx';
import type { CaseRow } from '../ui/types.ts';
import './cases.css';

/** The verdict of a case as a word: only sealed or judged cases have one. */
export function VerdictWord({ of }: { of: CaseRow }): ReactNode {
  if (!of.verdict) return <span className="soft">未判定</span>;
  return <WordLight light={of.verdict} word={of.verdict === 'green' ? '已闭环' : '未闭环'} />;
}

const COLUMNS: Column<CaseRow>[] = [
  {
    key: 'caseNo',
    title: '案号 / 标题',
    card: 'head',
    render: (c) => (
      <>
        <Link href={`/cases/${c.caseId}`} className="row-open num nowrap">
          {c.caseNo}
        </Link>
        <span className="case-title clamp" title={c.title}>
          {c.title}
        </span>
      </>
    ),
  },
  { key: 'process', title: '流程', width: '130px', render: (c) => c.processName },
  {
    key: 'status',
    title: '状态',
    width: '170px',
    sort: 'status',
    render: (c) => (
      <>
        {c.statusName}
        {c.waitingFor.length > 0 ? (
          <span className="sub case-wait">等待：{c.waitingFor.join('、')}</span>
        ) : null}
      </>
    ),
  },
  {
    key: 'light',
    title: '时限',
    width: '150px',
    sort: 'dueAt',
    card: 'side',
    render: (c) =>
      c.status === 'sealed' || c.status === 'cancelled' ? (
        <span className="soft">—</span>
      ) : (
        <DeadlineLight of={c} />
      ),
  },
  { key: 'unit', title: '涉及单位', width: '170px', render: (c) => c.unitName ?? '' },
  { key: 'level', title: '等级', width: '72px', render: (c) => c.levelName ?? '' },
  {
    key: 'opened',
    title: '立案',
    width: '104px',
    sort: '-openedAt',
    render: (c) => <span className="num nowrap">{day(c.openedAt)}</span>,
  },
  { key: 'verdict', title: '闭环', width: '92px', render: (c) => <VerdictWord of={c} /> },
];

/** The orders a list of cases can have, for where there are no column headings. */
export const CASE_ORDERS = [
  { value: '-openedAt', label: '立案：新的在前' },
  { value: 'openedAt', label: '立案：旧的在前' },
  { value: 'dueAt', label: '时限：急的在前' },
  { value: '-dueAt', label: '时限：缓的在前' },
  { value: 'status', label: '状态：在办的在前' },
  { value: '-status', label: '状态：已结的在前' },
];

/** Cases as a table (cards on a phone). */
export function CaseTable({
  caption,
  rows,
  sorting,
}: {
  caption: string;
  rows: CaseRow[];
  sorting?: Sorting;
}): ReactNode {
  return (
    <div className="list-frame">
      <DataTable
        caption={caption}
        columns={COLUMNS}
        rows={rows}
        rowKey={(c) => c.caseId}
        href={(c) => `/cases/${c.caseId}`}
        {...(sorting ? { sorting } : {})}
      />
    </div>
  );
}
