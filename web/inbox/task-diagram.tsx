import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { useGet } from '../ui/query.ts';
import { Loading } from '../ui/states.tsx';
import type { DiagramPath } from '../ui/audit-types.ts';
import type { TaskDetail } from '../ui/types.ts';

const Diagram = lazy(() => import('../ui/diagram/diagram.tsx'));

/** The diagram that this task stands in, with the task marked. Who may not see the case's path sees a sentence. */
export function TaskDiagram({ task }: { task: TaskDetail }): ReactNode {
  const path = useGet<{ diagrams: DiagramPath[] }>(`/cases/${task.caseId}/path`);
  if (path.error)
    return <p className="card-body soft">您的权限范围内看不到流程图。当前环节：{task.elementName}。</p>;
  if (!path.data) return <Loading what="正在读取流程图" />;
  const holds = (d: DiagramPath): boolean => d.bpmn.includes(`id="${task.elementId}"`);
  const own = path.data.diagrams.filter(holds);
  const shown =
    own.find((d) => d.visits.some((v) => v.elementId === task.elementId && v.state === 'active')) ?? own[0];
  if (!shown) return <p className="card-body soft">流程图还没有准备好。当前环节：{task.elementName}。</p>;
  return (
    <Suspense fallback={<Loading what="正在画流程图" />}>
      <Diagram path={shown} here={task.elementId} height={300} />
    </Suspense>
  );
}
