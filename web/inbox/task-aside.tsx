import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { dueText, shortAt } from '../ui/format.ts';
import { Facts } from '../ui/facts.tsx';
import { DeadlineLight } from '../ui/light.tsx';
import { Reveal } from '../ui/reveal.tsx';
import type { TaskDetail } from '../ui/types.ts';
import { Supplements } from '../cases/supplements.tsx';
import { TaskDiagram } from './task-diagram.tsx';

/** Beside the form: the time limit, the case, who must be somebody else, what was done so far, where we are. */
export function TaskAside({ task }: { task: TaskDetail }): ReactNode {
  return (
    <aside className="stack task-aside" aria-label="案件情况">
      <ClockStrip task={task} />
      {task.separateFrom.length > 0 ? (
        <div className="note warn">
          <h2 className="task-small-head">人员分离</h2>
          <ul className="task-plain-list">
            {task.separateFrom.map((s, index) => (
              <li key={index}>
                不得与“{s.elementName}”同一人办理
                {s.performerName ? `（该环节由 ${s.performerName} 办理）` : ''}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <section className="card">
        <h2>案件摘要</h2>
        <div className="card-body">
          <Facts facts={task.facts} />
        </div>
      </section>
      {/* A form that shows them itself needs them only once. */}
      {task.record === null || 'toCheck' in task.data ? null : <Supplements caseId={task.caseId} />}
      {task.callsReporter ? (
        <section className="card no-print">
          <h2>联系举报人</h2>
          <div className="card-body">
            {task.mine ? (
              <Reveal path={`/tasks/${task.taskId}/reporter`} act="查看联系方式（留痕）" />
            ) : (
              <p className="soft">认领后可以查看举报人的联系方式，每次查看都会留痕。</p>
            )}
          </div>
        </section>
      ) : null}
      <section className="card">
        <h2>您在这里</h2>
        <TaskDiagram task={task} />
      </section>
      <section className="card">
        <h2>办理记录</h2>
        <div className="card-body">
          {task.record === null ? (
            <p className="soft">您的权限范围内看不到其他环节的办理记录。</p>
          ) : task.record.items.length > 0 ? (
            <Record of={task.record} caseId={task.caseId} />
          ) : (
            <p className="soft">这是第一步，还没有记录。</p>
          )}
        </div>
      </section>
    </aside>
  );
}

function ClockStrip({ task }: { task: TaskDetail }): ReactNode {
  const { clock } = task;
  if (!clock) {
    return (
      <div className="note">
        <DeadlineLight of={task} provisional={task.provisional} />{' '}
        <span className="soft">这一步没有法定或约定时限。</span>
      </div>
    );
  }
  return (
    <section className="card clock-strip" aria-label="时限">
      <div className="row-between">
        <strong>{clock.name}</strong>
        <DeadlineLight of={task} provisional={clock.provisional} />
      </div>
      <dl className="facts">
        <dt>到期</dt>
        <dd className="num">
          {clock.dueOn ? `${clock.dueOn} 日终` : dueText(clock.dueAt)}
          {clock.provisional ? '（暂定：当年节假日安排尚未公布）' : ''}
        </dd>
        {clock.netDays === null ? null : (
          <>
            <dt>已用</dt>
            <dd className="num">{clock.netDays} 天（不计中止的日子）</dd>
          </>
        )}
        {clock.basis ? (
          <>
            <dt>依据</dt>
            <dd>{clock.basis}</dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}

function Record({ of, caseId }: { of: NonNullable<TaskDetail['record']>; caseId: string }): ReactNode {
  return (
    <>
      {of.earlier > 0 ? (
        <p className="record-earlier">
          <Link href={`/cases/${caseId}?tab=timeline`}>更早的 {of.earlier} 条</Link>
        </p>
      ) : null}
      <ol className="record">
        {of.items.map((r, index) => (
          <li key={index}>
            <time className="num soft" dateTime={r.at}>
              {shortAt(r.at)}
            </time>
            <span>{r.sentence}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
