import type { ReactNode } from 'react';
import { shortAt } from '../ui/format.ts';
import { useGet } from '../ui/query.ts';
import './case.css';

interface Supplement {
  no: number;
  kind: 'unfit' | 'addition';
  label: string;
  text: string;
  why: string;
  at: string;
}

/** What 12345 pushed beside the form, and what it added later under the same number; nothing where there is nothing. */
export function Supplements({ caseId }: { caseId: string }): ReactNode {
  const found = useGet<{ items: Supplement[] }>(`/cases/${caseId}/supplements`);
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="card">
      <h2>待核对与补充（12345）</h2>
      <div className="card-body">
        <ul className="case-list supplements">
          {items.map((one) => (
            <li key={one.no}>
              <span className={one.kind === 'unfit' ? 'tag warn' : 'tag'}>
                {one.kind === 'unfit' ? '待核对' : '补充'}
              </span>{' '}
              <strong>{one.label}</strong> <span className="soft">{one.why}</span>{' '}
              <span className="soft num">{shortAt(one.at)}</span>
              {one.text ? <p className="supplement-text">{one.text}</p> : null}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
