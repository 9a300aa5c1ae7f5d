import type { ReactNode } from 'react';
import { ExtensionButton } from '../inbox/extension.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { dueText } from '../ui/format.ts';
import { DeadlineLight } from '../ui/light.tsx';
import type { CaseDetail } from '../ui/types.ts';

const columns = (caseId: string): Column<CaseDetail['limits'][number]>[] => [
  { key: 'name', title: '时限', card: 'head', render: (l) => l.name },
  {
    key: 'due',
    title: '到期',
    width: '180px',
    render: (l) => <span className="num">{dueText(l.dueAt)}</span>,
  },
  {
    key: 'light',
    title: '状态',
    width: '170px',
    card: 'side',
    render: (l) => <DeadlineLight of={l} provisional={l.provisional} />,
  },
  {
    key: 'ask',
    title: '操作',
    width: '120px',
    card: 'foot',
    render: (l) => (l.canExtend ? <ExtensionButton caseId={caseId} clock={l} /> : null),
  },
];

/** 本单位的时限: limits of my unit that no task shows, and 申请延期. */
export function Limits({ of }: { of: CaseDetail }): ReactNode {
  if (of.limits.length === 0) return null;
  return (
    <section className="card part">
      <h2>本单位的时限</h2>
      <DataTable
        caption="本单位的时限"
        columns={columns(of.caseId)}
        rows={of.limits}
        rowKey={(l) => l.clockId}
      />
    </section>
  );
}
