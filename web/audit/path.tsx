import type { ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import { Choice } from '../ui/filters.tsx';
import { at, lasted } from '../ui/format.ts';
import { useGet } from '../ui/query.ts';
import { Loading, Nothing, Shown } from '../ui/states.tsx';
import type { DiagramPath } from '../ui/audit-types.ts';
import { VISIT } from '../ui/words.ts';
import './audit.css';

const Diagram = lazy(() => import('../ui/diagram/diagram.tsx'));

/** 流程路径: the diagram of the version that the case ran on, with the way it took; called diagrams to choose from. */
export default function PathView({ caseId }: { caseId: string }): ReactNode {
  const path = useGet<{ diagrams: DiagramPath[] }>(`/cases/${caseId}/path`);
  const [key, setKey] = useState<string | undefined>(undefined);
  return (
    <Shown of={path}>
      {({ diagrams }) => {
        const shown = diagrams.find((d) => d.instanceKey === key) ?? diagrams[0];
        if (!shown) return <Nothing title="流程还没有开始" hint="案件进入流程后，这里显示走过的路径。" />;
        return (
          <div className="stack">
            <div className="row">
              {diagrams.length > 1 ? (
                <Choice
                  label="选择流程图"
                  width={320}
                  value={shown.instanceKey}
                  options={diagrams.map((d) => ({ value: d.instanceKey, label: nameOf(d) }))}
                  onChange={setKey}
                />
              ) : (
                <strong>{nameOf(shown)}</strong>
              )}
              <span className="soft">
                按本案当时的版本显示{diagrams.length > 1 ? `，共 ${diagrams.length} 张图` : ''}
              </span>
            </div>
            {shown.incidents.map((i) => (
              <p key={i.elementId} className="note bad">
                环节“{elementName(shown, i.elementId)}”出现故障：{i.wrong}，等待系统管理员处理。
              </p>
            ))}
            <section className="card">
              <Suspense fallback={<Loading what="正在画流程图" />}>
                <Diagram key={shown.instanceKey} path={shown} height="own" />
              </Suspense>
            </section>
            <Visits of={shown} />
          </div>
        );
      }}
    </Shown>
  );
}

function nameOf(d: DiagramPath): string {
  return `${d.processName} 第${d.version}版${d.called ? '（子流程）' : ''}${d.itemNo === undefined ? '' : ` 事项${d.itemNo}`}`;
}

/** What an element without a name does; joining gateways have none. */
const NAMELESS: Record<string, string> = {
  exclusiveGateway: '路径汇合',
  inclusiveGateway: '路径汇合',
  parallelGateway: '并行汇合',
  startEvent: '开始',
  endEvent: '结束',
};

/** The name of an element as it stands in the diagram. */
function elementName(d: DiagramPath, elementId: string): string {
  const [tag, kind = ''] =
    new RegExp(
      `<(?:\\w+:)?(\\w+)[^>]*\\bid="${elementId.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"[^>]*>`,
    ).exec(d.bpmn) ?? [];
  const name = tag ? /\bname="([^"]*)"/.exec(tag)?.[1] : undefined;
  return name
    ? name
        .replace(/&#10;|\s+/g, ' ')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&')
    : (NAMELESS[kind] ?? '未命名的环节');
}

/** The same way in words: every element that was entered, in order. */
function Visits({ of }: { of: DiagramPath }): ReactNode {
  const visits = [...of.visits].sort((a, b) => (a.enteredAt ?? '').localeCompare(b.enteredAt ?? ''));
  return (
    <details className="card visits">
      <summary>经过的环节（{visits.length}）</summary>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">环节</th>
            <th scope="col">状态</th>
            <th scope="col">次数</th>
            <th scope="col">进入</th>
            <th scope="col">停留</th>
          </tr>
        </thead>
        <tbody>
          {visits.map((v) => (
            <tr key={v.elementId}>
              <th scope="row">{elementName(of, v.elementId)}</th>
              <td>{VISIT[v.state] ?? v.state}</td>
              <td className="num">{v.count}</td>
              <td className="num">{at(v.enteredAt)}</td>
              <td className="num">{v.leftAt ? lasted(v.enteredAt, v.leftAt) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
