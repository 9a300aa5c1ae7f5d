import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { request } from '../ui/http.ts';
import { EngineAway } from '../ui/states.tsx';
import type { TaskDetail } from '../ui/types.ts';
import type { After, NextStep } from './next.ts';

/** The server's answer to a submit. */
export interface Submitted {
  taskId: string;
  submissionId: string;
  caseId: string;
  engineAway: boolean;
}

const ASK_EVERY_MS = 1000;
const ASK_TIMES = 10;

/** After a submit: that it is safe, who has it now, and the way to my next task of the same case. */
export function TaskDone({ task, submitted }: { task: TaskDetail; submitted: Submitted }): ReactNode {
  const head = useRef<HTMLHeadingElement>(null);
  const next = useQuery({
    queryKey: ['next', task.taskId],
    queryFn: () => request<After>(`/tasks/${task.taskId}/next?after=submit`),
    refetchInterval: ({ state }) =>
      (state.data && (state.data.steps.length > 0 || state.data.over)) ||
      state.dataUpdateCount >= ASK_TIMES ||
      submitted.engineAway
        ? false
        : ASK_EVERY_MS,
  });
  // The button was at the end of a long form; on a phone what is said now would be far above the screen.
  useEffect(() => {
    window.scrollTo(0, 0);
    head.current?.focus({ preventScroll: true });
  }, []);
  const nextId = next.data?.taskId ?? null;
  return (
    <>
      {submitted.engineAway ? <EngineAway /> : null}
      <section className="card task-done" role="status">
        <h2 ref={head} tabIndex={-1}>
          “{task.elementName}”已提交
        </h2>
        <div className="card-body stack">
          <p>
            案号 <strong className="num">{task.caseNo}</strong>。提交内容已保存。
          </p>
          <Next after={next.data} asking={next.isFetching || next.isPending} />
          <div className="row">
            {nextId ? (
              <Link className="big-link primary" href={`/tasks/${nextId}`}>
                办理本案下一步
              </Link>
            ) : null}
            <Link className={nextId ? 'big-link' : 'big-link primary'} href="/inbox">
              返回我的待办
            </Link>
            <Link className="big-link" href={`/cases/${task.caseId}`}>
              查看案件
            </Link>
          </div>
        </div>
      </section>
    </>
  );
}

/** 下一步：派单，安委办（顾欣岚等 4 人），4小时内. */
function Next({ after, asking }: { after: After | undefined; asking: boolean }): ReactNode {
  if (after?.over) return <p className="task-next">案件已办结。</p>;
  if (!after || after.steps.length === 0)
    return (
      <p className="soft task-next">
        {asking ? '流程正在进入下一步……' : '流程会自动进入下一步；轮到您时会出现在我的待办里。'}
      </p>
    );
  return (
    <ul className="task-next">
      {after.steps.map((step, index) => (
        <li key={index}>{sentence(step)}</li>
      ))}
    </ul>
  );
}

function sentence({ name, groups, people, count, within }: NextStep): string {
  const who = groups.join('、');
  const names = people.join('、');
  const crowd = count > people.length ? `${names}等 ${count} 人` : names;
  if (name === null) return `现在由${who}办理`;
  return ['下一步：', name, '，', who, crowd ? `（${crowd}）` : '', within ? `，${within}` : ''].join('');
}
