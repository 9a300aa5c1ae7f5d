import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Link } from 'wouter';
import { CaseTable } from '../cases/case-table.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { at, dueText, shortAt } from '../ui/format.ts';
import { asProblem, post } from '../ui/http.ts';
import { DeadlineLight } from '../ui/light.tsx';
import { More } from '../ui/more.tsx';
import { TaskAbout } from '../ui/task-about.tsx';
import { refresh, useKeyset } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Failed, Loading, Nothing } from '../ui/states.tsx';
import { FirstSteps } from '../sample/first-steps-later.tsx';
import type { CaseRow, TaskDetail, TaskRow } from '../ui/types.ts';
import './inbox.css';

/** Claiming from the list needs the task's version, which only the task itself tells. */
async function claim(taskId: string): Promise<void> {
  const { request } = await import('../ui/http.ts');
  const task = await request<TaskDetail>(`/tasks/${taskId}`);
  await post(`/tasks/${taskId}/claim`, { version: task.version });
}

function ClaimButton({ task }: { task: TaskRow }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  if (task.mine) return <span className="tag accent">我在办</span>;
  if (task.assigneeName) return <span className="soft">{task.assigneeName} 在办</span>;
  const take = async (): Promise<void> => {
    setBusy(true);
    setSaid('');
    try {
      await claim(task.taskId);
    } catch (error) {
      setSaid(asProblem(error).title);
    }
    setBusy(false);
    await refresh('/tasks');
  };
  return (
    <>
      <Button
        size="small"
        loading={busy}
        onClick={() => void take()}
        aria-label={['认领', task.elementName, task.about, task.caseNo].filter(Boolean).join(' ')}
      >
        认领
      </Button>
      {said ? (
        <span className="inbox-said" role="alert">
          {said}
        </span>
      ) : null}
    </>
  );
}

const name: Column<TaskRow> = {
  key: 'task',
  title: '环节 / 案件',
  card: 'head',
  render: (t) => (
    <>
      <Link href={`/tasks/${t.taskId}`} className="row-open">
        {t.elementName}
      </Link>
      <TaskAbout of={t} />
      <span className="inbox-title clamp" title={t.caseTitle}>
        {t.caseTitle}
      </span>
    </>
  ),
};
const caseNo: Column<TaskRow> = {
  key: 'case',
  title: '案号',
  width: '190px',
  render: (t) => (
    <>
      <span className="num nowrap">{t.caseNo}</span>
      <span className="sub inbox-process">{t.processName}</span>
    </>
  ),
};
const TODO: Column<TaskRow>[] = [
  {
    key: 'light',
    title: '时限',
    width: '150px',
    card: 'side',
    render: (t) => <DeadlineLight of={t} provisional={t.provisional} />,
  },
  name,
  caseNo,
  {
    key: 'due',
    title: '到期',
    width: '112px',
    render: (t) => <span className="num nowrap">{dueText(t.dueAt).replace(/^\d{4}-/, '')}</span>,
  },
  {
    key: 'opened',
    title: '到达',
    width: '112px',
    card: 'hide',
    render: (t) => <span className="num nowrap">{shortAt(t.openedAt)}</span>,
  },
  { key: 'who', title: '办理', width: '150px', render: (t) => <ClaimButton task={t} /> },
];
const DONE: Column<TaskRow>[] = [
  name,
  caseNo,
  {
    key: 'closed',
    title: '办结时间',
    width: '150px',
    render: (t) => <span className="num nowrap">{at(t.closedAt)}</span>,
  },
  {
    key: 'state',
    title: '状态',
    width: '90px',
    card: 'side',
    render: (t) => <span className="tag">{t.stateName}</span>,
  },
];

/** 待办 or 已办 as a table, with every state it can be in. */
export function TaskList({
  path,
  view,
  filtered,
}: {
  path: string;
  view: 'todo' | 'done';
  filtered: boolean;
}): ReactNode {
  const list = useKeyset<TaskRow>(path);
  if (list.problem && list.rows.length === 0) return <Failed error={list.problem} retry={list.retry} />;
  if (list.loading) return <Loading what="正在读取待办" />;
  if (list.rows.length === 0) {
    if (filtered) return <Nothing title="没有符合条件的环节" hint="换个关键词，或清除筛选条件。" />;
    if (view === 'done')
      return (
        <Nothing title="还没有办过的环节" hint="您提交过的每一步都会列在这里，可以打开看当时填了什么。" />
      );
    return (
      <Nothing title="没有待办" hint={<EmptyInbox />}>
        <FirstSteps />
      </Nothing>
    );
  }
  return (
    <>
      <div className="list-frame">
        <DataTable
          caption={view === 'todo' ? '待办' : '已办'}
          columns={view === 'todo' ? TODO : DONE}
          rows={list.rows}
          rowKey={(t) => t.taskId}
          href={(t) => `/tasks/${t.taskId}`}
          rowClass={(t) => (t.state === 'closing' ? 'inbox-closing' : undefined)}
        />
      </div>
      <More of={list} />
    </>
  );
}

/** What comes to this desk, in words: who finds it empty knows what to wait for. */
function EmptyInbox(): ReactNode {
  const me = useMe();
  return (
    <>
      轮到{me.unitName || '您'}（{me.post}
      ）办的环节会自动出现在这里，不用刷新；到期先后由上到下，超期的排最前。
      {me.can.createCases.length > 0 ? (
        <>
          您也可以<Link href="/new">新建案件</Link>。
        </>
      ) : null}
    </>
  );
}

/** 我发起: cases, not tasks. */
export function StartedList({ path, filtered }: { path: string; filtered: boolean }): ReactNode {
  const list = useKeyset<CaseRow>(path);
  if (list.problem && list.rows.length === 0) return <Failed error={list.problem} retry={list.retry} />;
  if (list.loading) return <Loading what="正在读取案件" />;
  if (list.rows.length === 0)
    return filtered ? (
      <Nothing title="没有符合条件的案件" hint="换个关键词，或清除筛选条件。" />
    ) : (
      <Nothing title="您还没有发起过案件" hint="您登记的案件会列在这里，看得到办到哪一步。" />
    );
  return (
    <>
      <CaseTable caption="我发起的案件" rows={list.rows} />
      <More of={list} />
    </>
  );
}
