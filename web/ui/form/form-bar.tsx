import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { Refusal } from './refusal.ts';
import '../form-page.css';

/**
 * The foot of a form, always on screen: its buttons and, right above them, why it was not taken. What stands at the end
 * of the form instead would lie under the buttons.
 */
export function FormBar({
  refusal,
  labels,
  onReload,
  note,
  children,
}: {
  refusal: Refusal | null;
  labels: Map<string, string>;
  onReload?: () => void;
  /** Something else to be decided before the form can be sent. */
  note?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="form-actions no-print">
      {note}
      {refusal ? <RefusalNote refusal={refusal} labels={labels} {...(onReload ? { onReload } : {})} /> : null}
      {children}
    </div>
  );
}

/** Strip list positions from a path: `measures.0.owner` → `measures.owner` names the same column's label. */
function labelOf(path: string, labels: Map<string, string>): string {
  const parts = path.split('.');
  const row = parts.find((p) => /^\d+$/.test(p));
  const last =
    labels.get(parts.filter((p) => !/^\d+$/.test(p)).at(-1) ?? '') ?? labels.get(parts[0] ?? '') ?? '';
  return row === undefined ? last : `${last}（第 ${Number(row) + 1} 项）`;
}

/** Why it was refused, with a way to each wrong field, and that nothing is lost. */
function RefusalNote({
  refusal: { problem, faults, homeless },
  labels,
  onReload,
}: {
  refusal: Refusal;
  labels: Map<string, string>;
  onReload?: () => void;
}): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const places = faults.length + homeless.length;
  const byField = problem === null || problem.errors.length > 0;
  // Where a field is wrong the focus goes there; else to the reason.
  useEffect(() => {
    if (!byField) ref.current?.focus();
  }, [problem, byField]);
  return (
    <div className="note bad form-refusal" role="alert" tabIndex={-1} ref={ref}>
      <p>
        <strong>{problem?.title ?? '还不能提交'}</strong>
        {places > 0 ? `（${places} 处）` : ''}
        {byField ? '' : '。您填写的内容还在，没有丢失。'}
      </p>
      {problem?.detail ? <p>{problem.detail}</p> : null}
      {problem?.rule ? <p className="soft">依据规则：{problem.rule}</p> : null}
      {places > 0 ? (
        <ul>
          {faults.map(({ text, show }, index) => (
            <li key={index}>
              <button type="button" className="fault-link" onClick={show}>
                {text}
              </button>
            </li>
          ))}
          {homeless.map((e, index) => (
            <li key={`homeless ${index}`}>
              {labelOf(e.path, labels)} {e.message}
            </li>
          ))}
        </ul>
      ) : null}
      {problem?.status === 409 && onReload ? (
        <Button size="small" onClick={onReload}>
          查看最新情况
        </Button>
      ) : null}
    </div>
  );
}
