import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Suspense, useState } from 'react';
import { Link } from 'wouter';
import { draftKey, dropLocal, readLocal } from '../ui/form/draft.ts';
import { openingOf } from '../ui/form/starting-draft.ts';
import { FormHost } from '../ui/form/lazy-form-host.tsx';
import { at, shownAt } from '../ui/format.ts';
import { asProblem, post, request } from '../ui/http.ts';
import { DeadlineLight } from '../ui/light.tsx';
import { PageFrame } from '../ui/page.tsx';
import { refresh, useGet } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Loading, Shown } from '../ui/states.tsx';
import { TaskAbout } from '../ui/task-about.tsx';
import type { TaskDetail } from '../ui/types.ts';
import { TaskAside } from './task-aside.tsx';
import { TaskDone } from './task-done.tsx';
import type { Submitted } from './task-done.tsx';
import { TaskForm } from './task-form.tsx';
import './task.css';

/** One task: the form on the left, what is known about the case on the right. */
export default function TaskPage({ id }: { id: string }): ReactNode {
  const task = useGet<TaskDetail>(`/tasks/${id}`);
  return <Shown of={task}>{(t) => <TaskView key={t.taskId} task={t} />}</Shown>;
}

function TaskView({ task }: { task: TaskDetail }): ReactNode {
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  return (
    <PageFrame
      title={task.elementName}
      wide
      head={
        <p className="task-sub">
          <Link href={`/cases/${task.caseId}`} className="num">
            {task.caseNo}
          </Link>{' '}
          {task.caseTitle} <span className="soft">· {task.processName}</span>
          <TaskAbout of={task} />
        </p>
      }
      aside={<Owner task={task} />}
    >
      <div className="task-grid">
        <div className="stack">
          <Paper task={task} />
          {submitted ? (
            <TaskDone task={task} submitted={submitted} />
          ) : (
            <Work task={task} onSubmitted={setSubmitted} />
          )}
        </div>
        <TaskAside task={task} />
      </div>
    </PageFrame>
  );
}

/** What is served by the task, to be read before it is signed for. */
function Paper({ task: { paper } }: { task: TaskDetail }): ReactNode {
  if (paper === null) return null;
  return (
    <p className="note row-between">
      <span>
        送达文书：《{paper.title}》<span className="num">{paper.docNo}</span>
      </span>
      <span className="row no-print">
        <a href={shownAt(paper.pdfUrl)} target="_blank" rel="noreferrer">
          查看
        </a>
        <a href={paper.pdfUrl} download>
          下载
        </a>
      </span>
    </p>
  );
}

/** What stands in the form's place depends on who may do what now. */
function Work({ task, onSubmitted }: { task: TaskDetail; onSubmitted: (s: Submitted) => void }): ReactNode {
  if (task.state === 'done' || task.state === 'closing' || task.state === 'cancelled')
    return <Past task={task} />;
  if (task.blocked) {
    return (
      <section className="note bad" role="alert">
        <h2>这一步您不能办</h2>
        <p>{task.blocked.title}</p>
        <p className="soft">规则：{task.blocked.rule}。请由其他同事认领办理。</p>
      </section>
    );
  }
  if (task.mine) return <TaskForm key="work" task={task} onSubmitted={onSubmitted} />;
  return (
    <>
      <ClaimBar task={task} />
      <ReadOnly task={task} />
    </>
  );
}

function Owner({ task }: { task: TaskDetail }): ReactNode {
  const who = task.mine
    ? '我在办'
    : task.assigneeName
      ? `${task.assigneeName} 在办`
      : task.groupNames.length > 0
        ? `待认领：${task.groupNames.join('、')}`
        : '待认领';
  return (
    <span className="row">
      <span className="only-phone">
        {task.state === 'open' ? <DeadlineLight of={task} provisional={task.provisional} /> : null}
      </span>
      <span className={task.mine ? 'tag accent' : 'tag'}>{task.state === 'open' ? who : task.stateName}</span>
    </span>
  );
}

function ClaimBar({ task }: { task: TaskDetail }): ReactNode {
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  if (!task.claimable)
    return (
      <p className="note">
        {task.assigneeName ? `${task.assigneeName} 已认领，由其办理。` : '您可以查看，但不能办理这一步。'}
      </p>
    );
  const claim = async (): Promise<void> => {
    setBusy(true);
    setSaid('');
    try {
      await post(`/tasks/${task.taskId}/claim`, { version: task.version });
    } catch (error) {
      setSaid(asProblem(error).title);
    }
    await refresh('/tasks');
    setBusy(false);
  };
  return (
    <div className="note row-between">
      <span>认领后由您办理，其他人暂时不能提交。</span>
      <Button type="primary" loading={busy} onClick={() => void claim()}>
        认领
      </Button>
      {said ? (
        <span className="bh-said" role="alert">
          {said}
        </span>
      ) : null}
    </div>
  );
}

function ReadOnly({ task, data }: { task: TaskDetail; data?: TaskDetail['data'] }): ReactNode {
  return (
    <section className="card">
      <div className="card-body">
        <Suspense fallback={<Loading what="正在打开表单" />}>
          <FormHost schema={task.form.schema} data={data ?? task.data} readOnly label={task.elementName} />
        </Suspense>
      </div>
    </section>
  );
}

/** A task that is over: what was submitted, by whom, when. */
function Past({ task }: { task: TaskDetail }): ReactNode {
  return (
    <>
      <p className="note">
        {task.state === 'cancelled'
          ? task.submission
            ? `流程已转入其他环节：${task.completedByName ?? task.submission.by ?? ''}的提交已存档，但没有推进流程。`
            : '流程已转入其他环节，这一步不用再办。'
          : `${task.completedByName ?? task.submission?.by ?? ''} 已提交。`}
        {task.state === 'closing' ? ' 流程正在推进到下一步。' : ''}
      </p>
      <Unsent task={task} />
      {task.submission ? <ReadOnly task={task} data={{ ...task.data, ...task.submission.data }} /> : null}
    </>
  );
}

/** What I had written when the process went on without me: kept for a while to copy from. */
function Unsent({ task }: { task: TaskDetail }): ReactNode {
  const key = draftKey(useMe().account, task.taskId);
  const [gone, setGone] = useState(false);
  const local = readLocal(key);
  if (gone || (task.draft === null && local === null)) return null;
  const forget = (): void => {
    dropLocal(key);
    setGone(true);
    void request(`/tasks/${task.taskId}/draft`, { method: 'DELETE' }).catch(() => undefined);
  };
  return (
    <>
      <p className="note warn row-between">
        <span>
          流程已转入其他环节，您的草稿（
          <span className="num">{at(task.draft?.savedAt ?? local?.at ?? null)}</span>
          ）没有提交。内容在下面保留 30 天，可以复制使用。
        </span>
        <Button size="small" onClick={forget}>
          不再保留
        </Button>
      </p>
      <ReadOnly task={task} data={openingOf({}, task.draft, local).data} />
    </>
  );
}
