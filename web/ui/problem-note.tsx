import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { FieldError, Problem } from './http.ts';

/** Strip list positions from a path: `measures.0.owner` → `measures.owner` names the same column's label. */
function labelOf(path: string, labels: Map<string, string>): string {
  const parts = path.split('.');
  const row = parts.find((p) => /^\d+$/.test(p));
  const last =
    labels.get(parts.filter((p) => !/^\d+$/.test(p)).at(-1) ?? '') ?? labels.get(parts[0] ?? '') ?? '';
  return row === undefined ? last : `${last}（第${Number(row) + 1}项）`;
}

/** Why a submit was refused, what is wrong in which field, and that nothing is lost. */
export function ProblemNote({
  problem,
  homeless,
  labels,
  onReload,
}: {
  problem: Problem;
  homeless: FieldError[];
  labels: Map<string, string>;
  onReload?: () => void;
}): ReactNode {
  const rival = problem.status === 409;
  return (
    <div className="note bad problem-note" role="alert">
      <p>
        <strong>{problem.title}</strong>
        {problem.errors.length > 0 ? `（${problem.errors.length} 处）` : ''}
      </p>
      {problem.detail ? <p>{problem.detail}</p> : null}
      {problem.rule ? <p className="soft">依据规则：{problem.rule}</p> : null}
      {problem.errors.length > 0 ? (
        <ul>
          {problem.errors.map((e, index) => (
            <li key={index}>
              {labelOf(e.path, labels) || (homeless.includes(e) ? e.path : '')} {e.message}
            </li>
          ))}
        </ul>
      ) : null}
      {problem.errors.length === 0 ? <p className="soft">您填写的内容还在，没有丢失。</p> : null}
      {rival && onReload ? (
        <Button size="small" onClick={onReload}>
          查看最新情况
        </Button>
      ) : null}
    </div>
  );
}
