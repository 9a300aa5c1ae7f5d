import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { SearchBox, useFilters } from '../ui/filters.tsx';
import { at } from '../ui/format.ts';
import { More } from '../ui/more.tsx';
import { PageFrame } from '../ui/page.tsx';
import { refresh, useGet, useKeyset, withParams } from '../ui/query.ts';
import { Reveal } from '../ui/reveal.tsx';
import { Failed, Loading, Nothing } from '../ui/states.tsx';
import './reporters.css';

interface Sealed {
  caseId: string;
  caseNo: string;
  at: string;
  readings: number;
}

interface Reading {
  caseNo: string;
  reason: string;
  at: string;
}

/** 举报人信息: for the two keepers. Case numbers alone, opened one by one with a reason; beside, what one has opened. */
export default function ReportersPage(): ReactNode {
  const filters = useFilters();
  const q = filters.get('q');
  const list = useKeyset<Sealed>(withParams('/reporters', { q }));
  return (
    <PageFrame
      title="举报人信息"
      head={
        <p className="soft">只列出存有举报人信息的案号，看不到案件内容。每次查阅须写明事由，并记入案卷。</p>
      }
    >
      <div className="stack">
        <div className="filters no-print" role="search">
          <SearchBox value={q ?? ''} onChange={(value) => filters.set({ q: value })} placeholder="搜索案号" />
        </div>
        <section className="card part">
          <h2>存有举报人信息的案件</h2>
          <Cases list={list} filtered={Boolean(q)} />
        </section>
        <Readings />
      </div>
    </PageFrame>
  );
}

function Cases({
  list,
  filtered,
}: {
  list: ReturnType<typeof useKeyset<Sealed>>;
  filtered: boolean;
}): ReactNode {
  if (list.problem) return <Failed error={list.problem} retry={list.retry} />;
  if (list.loading) return <Loading />;
  if (list.rows.length === 0)
    return <Nothing title={filtered ? '没有符合条件的案号' : '还没有保存举报人信息的案件'} />;
  return (
    <>
      <ul className="sealed-rows">
        {list.rows.map((row) => (
          <One key={row.caseId} row={row} />
        ))}
      </ul>
      <div className="sealed-foot">
        <More of={list} keys={false} />
      </div>
    </>
  );
}

function One({ row }: { row: Sealed }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className="row-between">
        <span>
          <strong className="num">{row.caseNo}</strong>{' '}
          <span className="soft num">
            {at(row.at)} 封存 · 已查阅 {row.readings} 次
          </span>
        </span>
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : '查阅'}
        </Button>
      </div>
      {open ? (
        <Reveal
          path={`/cases/${row.caseId}/reporter`}
          act="查阅（留痕）"
          onRead={() => void refresh('/reporters/readings')}
        />
      ) : null}
    </li>
  );
}

function Readings(): ReactNode {
  const found = useGet<{ items: Reading[] }>('/reporters/readings');
  const items = found.data?.items ?? [];
  return (
    <section className="card part">
      <h2>我的查阅记录</h2>
      {items.length === 0 ? (
        <p className="card-body soft">您还没有查阅过举报人信息。</p>
      ) : (
        <ul className="sealed-rows">
          {items.map((row) => (
            <li key={`${row.caseNo} ${row.at}`}>
              <span className="num">{at(row.at)}</span> <strong className="num">{row.caseNo}</strong>{' '}
              {row.reason}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
