import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { request } from '../ui/http.ts';
import { EngineAway } from '../ui/states.tsx';
import type { TaskDetail } from '../ui/types.ts';

/** The server's answer to a submit. */
export interface Submitted {
  taskId: string;
  submissionId: string;
  caseId: string;
  engineAway: boolean;
}

const ASK_EVERY_MS = 1000;
const ASK_TIMES = 10;

/** After a submit: that it is safe, and the way to my next task of the same case, if one opens soon. */
export function TaskDone({ task, submitted }: { task: TaskDetail; submitted: Submitted }): ReactNode {
  const next = useQuery({
    queryKey: ['next', task.taskId],
    queryFn: () => request<{ taskId: string | null }>(`/tasks/${task.taskId}/next?after=submit`),
    refetchInterval: (query) =>
      query.state.data?.taskId || query.state.dataUpdateCount >= ASK_TIMES || submitted.engineAway
        ? false
        : ASK_EVERY_MS,
  });
  const nextId = next.data?.taskId ?? null;
  return (
    <>
      {submitted.engineAway ? <EngineAway /> : null}
      <section className="card task-done" role="status">
        <h2>“{task.elementName}”已提交</h2>
        <div className="card-body stack">
          <p>
            案号 <strong className="num">{task.caseNo}</strong>。提交内容已保存，流程会自动进入下一步。
          </p>
          <div className="row">
            {nextId ? (
              <Link className="big-link primary" href={`/tasks/${nextId}`}>
                办理本案下一步
              </Link>
            ) : null}
            <Link className="big-link" href="/inbox">
              返回我的待办
            </Link>
            <Link className="big-link" href={`/cases/${task.caseId}`}>
              查看案件
            </Link>
          </div>
          {nextId ? null : <p className="soft">如果下一步也由您办理，会出现在这里和我的待办里。</p>}
        </div>
      </section>
    </>
  );
}
