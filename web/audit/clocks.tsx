import type { ReactNode } from 'react';
import { ExtensionButton } from '../inbox/extension.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { at, dueText } from '../ui/format.ts';
import { DeadlineLight, WordLight } from '../ui/light.tsx';
import { Paged } from '../ui/paged.tsx';
import { useGet } from '../ui/query.ts';
import { Nothing, Shown } from '../ui/states.tsx';
import type { ClockRow } from '../ui/audit-types.ts';
import { LAW_STATUS } from '../ui/words.ts';
import './audit.css';
import { useAnchor } from './use-anchor.ts';

type ClockEvent = ClockRow['events'][number];

/** 时限台账: every deadline with its article, start, pauses, extensions, due, met or not, gross and net days. */
export default function ClocksView({ caseId }: { caseId: string }): ReactNode {
  const clocks = useGet<{ items: ClockRow[] }>(`/cases/${caseId}/clocks`);
  useAnchor(clocks.isSuccess);
  return (
    <Shown of={clocks}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing title="本案还没有时限" />
        ) : (
          <Paged
            what="时限"
            rows={items}
            size={50}
            words={(c) => [c.name, c.elementName, c.about, c.basis, at(c.dueAt), c.stateName].join(' ')}
            anchors={(c) => [`clock-${c.clockId}`]}
          >
            {(page) => (
              <div className="list-frame">
                <DataTable
                  caption="时限台账"
                  columns={columns(caseId)}
                  rows={page}
                  rowKey={(c) => c.clockId}
                />
              </div>
            )}
          </Paged>
        )
      }
    </Shown>
  );
}

function columns(caseId: string): Column<ClockRow>[] {
  return [
    {
      key: 'name',
      title: '时限',
      card: 'head',
      render: (c) => (
        <>
          <strong id={`clock-${c.clockId}`}>{c.name}</strong>
          {c.elementName && c.elementName !== c.name ? (
            <span className="sub ledger-line">环节：{c.elementName}</span>
          ) : null}
          {c.about ? <span className="sub ledger-line">{c.about}</span> : null}
          <Events of={c.events} />
        </>
      ),
    },
    { key: 'law', title: '依据', width: '230px', render: (c) => <Basis of={c} /> },
    {
      key: 'start',
      title: '起算',
      width: '146px',
      render: (c) => <span className="num">{at(c.startedAt)}</span>,
    },
    { key: 'due', title: '到期', width: '150px', render: (c) => <Due of={c} /> },
    {
      key: 'closed',
      title: '办结',
      width: '146px',
      render: (c) => <span className="num">{at(c.closedAt)}</span>,
    },
    {
      key: 'days',
      title: '毛日/净日',
      width: '84px',
      render: (c) => <span className="num">{`${c.grossDays ?? '—'} / ${c.netDays ?? '—'}`}</span>,
    },
    {
      key: 'extended',
      title: '延期',
      width: '72px',
      render: (c) => <span className="num">{c.extendedDays ? `${c.extendedDays} 天` : '无'}</span>,
    },
    {
      key: 'result',
      title: '结果',
      width: '160px',
      card: 'side',
      render: (c) => (
        <>
          <Outcome of={c} />
          {c.canExtend ? (
            <div className="no-print ledger-extend">
              <ExtensionButton caseId={caseId} clock={c} />
            </div>
          ) : null}
        </>
      ),
    },
  ];
}

/** Met, missed by how much, still running or no longer counted. */
function Outcome({ of }: { of: ClockRow }): ReactNode {
  if (of.state === 'open')
    return of.paused ? (
      <span className="tag warn">已中止</span>
    ) : (
      <DeadlineLight of={of} provisional={of.provisional} />
    );
  if (of.state !== 'closed') return <span className="tag">{of.stateName}</span>;
  if (of.met === false)
    return <WordLight light="red" word={of.late ? `超期${of.late.n}${of.late.unit}` : '超期办结'} />;
  return <WordLight light="green" word="按期办结" />;
}

function Basis({ of }: { of: ClockRow }): ReactNode {
  const word = of.status && of.status !== 'law' ? (LAW_STATUS[of.status] ?? of.status) : null;
  return (
    <>
      {of.basis ? `${of.basis} ` : null}
      {word ? <span className="tag warn">{word}</span> : null}
    </>
  );
}

/** A day limit ends with the day; a weekend or holiday moved it when the nominal day is another. */
function Due({ of }: { of: ClockRow }): ReactNode {
  return (
    <span className="num">
      {of.dueOn ? `${of.dueOn} 日终` : dueText(of.dueAt)}
      {of.nominalOn && of.dueOn && of.nominalOn !== of.dueOn ? (
        <span className="sub ledger-line">
          顺延，原为 <span className="nowrap">{of.nominalOn}</span>
        </span>
      ) : null}
      {of.provisional ? <span className="sub ledger-line">暂定</span> : null}
    </span>
  );
}

function dueOf(value: ClockEvent['before']): string | null {
  return typeof value === 'object' ? (value?.dueAt ?? null) : value;
}

/** What happened to the clock beyond start and stop is shown; those two are in the columns. */
function Events({ of }: { of: ClockEvent[] }): ReactNode {
  const told = of.filter((e) => e.kind !== 'open' && e.kind !== 'close');
  if (told.length === 0) return null;
  return (
    <ul className="ledger-events">
      {told.map((e, index) => (
        <li key={index}>
          <span className="num soft">{at(e.at)}</span> <strong>{e.kindName}</strong>
          {e.levelName ? ` ${e.levelName}` : ''} {e.kind === 'ring' ? '' : (e.byName ?? '')}
          {e.reason ? `：${e.reason}` : ''}
          {e.acknowledged === false ? <span className="tag warn">未签阅</span> : null}
          {dueOf(e.before) && dueOf(e.after) ? (
            <span className="num">
              {' '}
              {dueText(dueOf(e.before))} → {dueText(dueOf(e.after))}
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
