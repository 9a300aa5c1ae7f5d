import type { ReactNode } from 'react';
import { useContext, useState } from 'react';
import { Link } from 'wouter';
import { at } from '../ui/format.ts';
import { WordLight } from '../ui/light.tsx';
import { Whole } from '../ui/paged.tsx';
import { useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';
import type { Predicate, Verdict } from '../ui/audit-types.ts';
import { PREDICATE } from '../ui/words.ts';
import { refHref, refText } from './refs.ts';
import './audit.css';

// What needs somebody comes first; what does not apply comes last.
const ORDER: Predicate['value'][] = ['red', 'pending', 'explained', 'green', 'n/a'];
const REFS = 12;

/** 闭环判定: is the loop closed, and, predicate by predicate, why or why not. */
export default function VerdictView({ caseId }: { caseId: string }): ReactNode {
  const verdict = useGet<Verdict>(`/cases/${caseId}/verdict`);
  return <Shown of={verdict}>{(v) => <VerdictBody caseId={caseId} verdict={v} />}</Shown>;
}

function VerdictBody({ caseId, verdict }: { caseId: string; verdict: Verdict }): ReactNode {
  const sorted = [...verdict.predicates].sort((a, b) => ORDER.indexOf(a.value) - ORDER.indexOf(b.value));
  const count = (value: Predicate['value']): number =>
    verdict.predicates.filter((p) => p.value === value).length;
  const green = verdict.result === 'green';
  return (
    <div className="stack">
      <section className={`verdict-result ${green ? 'verdict-green' : 'verdict-red'}`}>
        <p className="verdict-word">
          {green ? '已闭环' : '未闭环'}
          {green && count('explained') > 0 ? ' · 附说明' : ''}
        </p>
        <p>
          {green
            ? `全部 ${verdict.predicates.length - count('n/a')} 项适用条件符合`
            : `${count('red')} 项不符合`}
          {count('pending') > 0 ? `,${count('pending')} 项待定` : ''}
          {count('explained') > 0 ? `,${count('explained')} 项附说明` : ''}。
        </p>
        <p className="soft">
          {verdict.stored ? '归档前判定' : '按目前数据即时计算，案件仍在办理'} ·{' '}
          <span className="num">{at(verdict.at)}</span>
        </p>
      </section>
      <ol className="predicates">
        {sorted.map((p) => (
          <PredicateRow key={p.id} caseId={caseId} of={p} />
        ))}
      </ol>
    </div>
  );
}

/** The rows that made it so; of many the first, the rest when asked for and on paper. */
function Refs({ caseId, refs }: { caseId: string; refs: Predicate['refs'] }): ReactNode {
  const whole = useContext(Whole);
  const [all, setAll] = useState(false);
  const shown = all || whole ? refs : refs.slice(0, REFS);
  return (
    <p className="row">
      {shown.map((ref) => (
        <Link key={`${ref.kind}${ref.id}`} href={refHref(caseId, ref)} className="predicate-ref">
          {refText(ref)}
        </Link>
      ))}
      {shown.length < refs.length ? (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          其余 {refs.length - shown.length} 项
        </button>
      ) : null}
    </p>
  );
}

function PredicateRow({ caseId, of }: { caseId: string; of: Predicate }): ReactNode {
  const said = PREDICATE[of.value] ?? { word: of.value, light: null };
  return (
    <li className={`predicate predicate-${of.value === 'n/a' ? 'na' : of.value}`}>
      <div className="predicate-light">
        <WordLight light={said.light} word={said.word} />
      </div>
      <div className="predicate-body">
        <h3>
          <span className="mono predicate-id">{of.id}</span> {of.name}
        </h3>
        {of.message ? (
          <p className={of.value === 'red' ? 'predicate-message' : undefined}>{of.message}</p>
        ) : null}
        {of.value === 'red' ? (
          <p className="soft">
            {of.curable ? '补齐后可消除。' : '既成事实，不能消除；须由有权人员批准说明后，按“附说明”闭环。'}
          </p>
        ) : null}
        {of.refs.length > 0 ? <Refs caseId={caseId} refs={of.refs} /> : null}
      </div>
      <p className="soft predicate-rule">规则：{of.rule}</p>
    </li>
  );
}
