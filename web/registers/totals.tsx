import type { ReactNode } from 'react';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { day } from '../ui/format.ts';
import { useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';

interface Total {
  unitId: string;
  unitName: string;
  patrols: number;
  deducted: number;
  latest: number;
  postedAt: string;
}

const COLUMNS: Column<Total>[] = [
  { key: 'unit', title: '单位', card: 'head', render: ({ unitName }) => unitName },
  {
    key: 'latest',
    title: '最近得分',
    align: 'right',
    render: ({ latest }) => <strong className="num">{latest}</strong>,
  },
  {
    key: 'deducted',
    title: '累计扣分',
    align: 'right',
    render: ({ deducted }) => <span className="num">{deducted}</span>,
  },
  {
    key: 'patrols',
    title: '巡查次数',
    align: 'right',
    render: ({ patrols }) => <span className="num">{patrols}</span>,
  },
  { key: 'at', title: '最近计入', render: ({ postedAt }) => <span className="num">{day(postedAt)}</span> },
];

/** Each unit's points; the rows of the register below say what they were taken off for. */
export default function Totals(): ReactNode {
  const totals = useGet<{ items: Total[] }>('/score-totals');
  return (
    <section className="card">
      <h2>各单位得分</h2>
      <Shown of={totals}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="card-body soft">还没有计入考核的巡查。</p>
          ) : (
            <DataTable caption="各单位得分" columns={COLUMNS} rows={items} rowKey={({ unitId }) => unitId} />
          )
        }
      </Shown>
    </section>
  );
}
