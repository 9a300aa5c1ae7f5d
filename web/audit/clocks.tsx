import type { ReactNode } from 'react';
import { ExtensionButton } from '../inbox/extension.tsx';
import { at } from '../ui/format.ts';
import { DeadlineLight, WordLight } from '../ui/light.tsx';
import { useGet } from '../ui/query.ts';
import { Nothing, Shown } from '../ui/states.tsx';
import type { ClockRow } from '../ui/types.ts';
import { CLOCK_STATE, LAW_STATUS } from '../ui/words.ts';
import './audit.css';
import { useAnchor } from './use-anchor.ts';

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
          <ul className="ledger">
            {items.map((c) => (
              <Clock key={c.clockId} caseId={caseId} of={c} />
            ))}
          </ul>
        )
      }
    </Shown>
  );
}

/** Met, missed by how much, still running or no longer counted. */
function Outcome({ of }: { of: ClockRow }): ReactNode {
  if (of.state === 'open')
    return of.paused ? (
      <span className="tag warn">已中止</span>
    ) : (
      <DeadlineLight of={of} provisional={of.provisional} />
    );
  if (of.state !== 'closed') return <span className="tag">{CLOCK_STATE[of.state]}</span>;
  if (of.met === false)
    return <WordLight light="red" word={of.late ? `超期${of.late.n}${of.late.unit}` : '超期办结'} />;
  return <WordLight light="green" word="按期办结" />;
}

function Clock({ caseId, of }: { caseId: string; of: ClockRow }): ReactNode {
  return (
    <li className="card ledger-row" id={`clock-${of.clockId}`}>
      <div className="row-between">
        <h3>
          {of.name} {of.elementName ? <span className="soft ledger-element">{of.elementName}</span> : null}
        </h3>
        <Outcome of={of} />
      </div>
      <dl className="ledger-facts">
        <Pair label="依据">
          {of.article ?? '—'}{' '}
          {of.status && of.status !== 'law' ? (
            <span className="tag warn">{LAW_STATUS[of.status] ?? of.status}</span>
          ) : null}
        </Pair>
        <Pair label="起算">{at(of.startedAt)}</Pair>
        <Pair label="到期">
          {of.dueOn ? `${of.dueOn} 日终` : at(of.dueAt)}
          {of.nominalOn && of.dueOn && of.nominalOn !== of.dueOn ? ` (原为 ${of.nominalOn})` : ''}
          {of.provisional ? ' 暂定' : ''}
        </Pair>
        <Pair label="办结">{at(of.closedAt)}</Pair>
        <Pair label="毛日 / 净日">
          {of.grossDays ?? '—'} / {of.netDays ?? '—'}
        </Pair>
        <Pair label="延期">{of.extendedDays ? `${of.extendedDays} 天` : '无'}</Pair>
      </dl>
      {of.events.length > 0 ? (
        <ul className="ledger-events">
          {of.events.map((e, index) => (
            <li key={index}>
              <span className="num soft">{at(e.at)}</span> <strong>{e.kindName}</strong>
              {e.level ? ` 第${e.level}级` : ''} {e.byName ?? ''} {e.reason ?? ''}
              {e.before && e.after ? (
                <span className="num">
                  {' '}
                  {at(e.before)} → {at(e.after)}
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {of.canExtend ? (
        <div className="no-print">
          <ExtensionButton caseId={caseId} clock={of} />
        </div>
      ) : null}
    </li>
  );
}

function Pair({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}
