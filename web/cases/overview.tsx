import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useAnchor } from '../audit/use-anchor.ts';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { Facts } from '../ui/facts.tsx';
import { at, shortAt } from '../ui/format.ts';
import { DeadlineLight } from '../ui/light.tsx';
import { Paged } from '../ui/paged.tsx';
import { TaskAbout } from '../ui/task-about.tsx';
import type { CaseDetail, CaseItem, TaskRow } from '../ui/types.ts';
import { Escalations } from './escalations.tsx';
import { Supplements } from './supplements.tsx';
import { ItemMoves } from './item-moves.tsx';
import { Limits } from './limits.tsx';
import { Reporter } from './reporter.tsx';

const itemColumns = (caseId: string): Column<CaseItem>[] => [
  {
    key: 'no',
    title: '序号',
    width: '52px',
    card: 'hide',
    render: (i) => <span className="num">{i.no}</span>,
  },
  {
    key: 'title',
    title: '事项',
    card: 'head',
    render: (i) => (
      <span id={`item-${i.itemId}`}>
        {i.title}
        {i.demand ? <span className="sub case-wait">要求：{i.demand}</span> : null}
      </span>
    ),
  },
  { key: 'who', title: '责任单位', width: '160px', render: (i) => i.responsibleName ?? '' },
  {
    key: 'by',
    title: '整改期限',
    width: '160px',
    render: (i) =>
      i.rectifyBy ? (
        <span className="num">
          {i.rectifyBy} {i.overdue ? <span className="tag bad">超期</span> : null}
        </span>
      ) : (
        ''
      ),
  },
  {
    key: 'fails',
    title: '复查不合格',
    width: '100px',
    render: (i) => (i.failCount > 0 ? <span className="num">{i.failCount} 次</span> : '无'),
  },
  {
    key: 'state',
    title: '状态',
    width: '100px',
    card: 'side',
    render: (i) => (
      <>
        <span className="tag">{i.stateName}</span>
        {i.moveAsked ? <span className="sub case-wait">合并或移交流转中</span> : null}
      </>
    ),
  },
  {
    key: 'move',
    title: '操作',
    width: '128px',
    card: 'foot',
    render: (i) => (i.canMove ? <ItemMoves caseId={caseId} item={i} /> : null),
  },
];

const TASKS: Column<TaskRow>[] = [
  {
    key: 'name',
    title: '环节',
    card: 'head',
    render: (t) => (
      <>
        <Link href={`/tasks/${t.taskId}`} id={`task-${t.taskId}`} className="row-open">
          {t.elementName}
        </Link>
        <TaskAbout of={t} />
      </>
    ),
  },
  {
    key: 'who',
    title: '办理',
    width: '170px',
    render: (t) =>
      t.completedByName ??
      t.assigneeName ??
      (t.groupNames.length > 0 ? `待认领：${t.groupNames.join('、')}` : '待认领'),
  },
  {
    key: 'light',
    title: '时限',
    width: '150px',
    render: (t) =>
      t.state === 'open' ? (
        <DeadlineLight of={t} provisional={t.provisional} />
      ) : (
        <span className="soft">—</span>
      ),
  },
  {
    key: 'opened',
    title: '到达',
    width: '112px',
    render: (t) => <span className="num nowrap">{shortAt(t.openedAt)}</span>,
  },
  {
    key: 'closed',
    title: '办结',
    width: '112px',
    render: (t) => <span className="num nowrap">{shortAt(t.closedAt)}</span>,
  },
  {
    key: 'state',
    title: '状态',
    width: '90px',
    card: 'side',
    render: (t) => <span className="tag">{t.stateName}</span>,
  },
];

const TASKS_SHOWN = 30;

function Tasks({ tasks }: { tasks: TaskRow[] }): ReactNode {
  if (tasks.length === 0) return <p className="soft card-body">还没有办理环节。</p>;
  // Of many, what is still to be done comes first; a few are read as a story.
  const open = tasks.filter(({ state }) => state === 'open');
  const rows =
    tasks.length > TASKS_SHOWN ? [...open, ...tasks.filter(({ state }) => state !== 'open')] : tasks;
  return (
    <Paged
      what="环节"
      rows={rows}
      size={TASKS_SHOWN}
      words={(t) =>
        [t.elementName, t.about, t.completedByName, t.assigneeName, ...t.groupNames, t.stateName].join(' ')
      }
      anchors={(t) => [`task-${t.taskId}`]}
    >
      {(page) => (
        <DataTable
          caption="办理环节"
          columns={TASKS}
          rows={page}
          rowKey={(t) => t.taskId}
          href={(t) => `/tasks/${t.taskId}`}
        />
      )}
    </Paged>
  );
}

/** For who only has a task in the case. */
export function OwnTasks({ of }: { of: CaseDetail }): ReactNode {
  return (
    <>
      <Escalations of={of} />
      <Limits of={of} />
      <section className="card part">
        <h2>我在本案的环节</h2>
        <Tasks tasks={of.tasks} />
      </section>
    </>
  );
}

/** 概况: facts, items, steps, what is parked, what is linked. */
export function Overview({ of }: { of: CaseDetail }): ReactNode {
  useAnchor(true);
  const movable = of.items.some((item) => item.canMove);
  const columns = itemColumns(of.caseId).filter((column) => movable || column.key !== 'move');
  return (
    <div className="overview">
      <div className="stack">
        {of.outcomeReason ? <p className="note">结果说明：{of.outcomeReason}</p> : null}
        <Escalations of={of} />
        <Limits of={of} />
        {of.items.length > 0 ? (
          <section className="card part">
            <h2>事项</h2>
            <Paged
              what="事项"
              rows={of.items}
              size={20}
              words={(i) => [i.title, i.demand, i.responsibleName, i.rectifyBy, i.stateName].join(' ')}
              anchors={(i) => [`item-${i.itemId}`]}
            >
              {(page) => <DataTable caption="事项" columns={columns} rows={page} rowKey={(i) => i.itemId} />}
            </Paged>
          </section>
        ) : null}
        <section className="card part">
          <h2>办理环节</h2>
          <Tasks tasks={of.tasks} />
        </section>
      </div>
      <div className="stack">
        <section className="card">
          <h2>基本情况</h2>
          <div className="card-body">
            <Facts facts={of.facts} />
          </div>
        </section>
        <Team of={of} />
        {of.canRevealReporter ? <Reporter caseId={of.caseId} /> : null}
        {of.scope === 'full' ? <Supplements caseId={of.caseId} /> : null}
        <Triggers of={of} />
        <Links of={of} />
      </div>
    </div>
  );
}

function Team({ of }: { of: CaseDetail }): ReactNode {
  if (of.team.length === 0) return null;
  return (
    <section className="card">
      <h2>工作组</h2>
      <div className="card-body">
        <ul className="case-list">
          {of.team.map((member) => (
            <li key={member.account}>
              <span className="tag">{member.roleName}</span> {member.name}{' '}
              <span className="soft">{member.stateName}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Triggers({ of }: { of: CaseDetail }): ReactNode {
  if (of.pendingTriggers.length === 0) return null;
  return (
    <section className="card">
      <h2>待启动</h2>
      <div className="card-body">
        <p className="soft">以下事项已登记，对应的流程启用后自动启动，不会丢失。</p>
        <ul className="case-list">
          {of.pendingTriggers.map((t) => (
            <li key={t.triggerId} id={`trigger-${t.triggerId}`}>
              <span className="tag warn">待启动</span> <strong>{t.nameZh}</strong> {t.reason ?? ''}{' '}
              <span className="soft num">{at(t.createdAt)}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Links({ of }: { of: CaseDetail }): ReactNode {
  return (
    <section className="card">
      <h2>关联案件</h2>
      <div className="card-body">
        {of.links.length === 0 ? <p className="soft">没有关联案件。</p> : null}
        <ul className="case-list">
          {of.links.map((l) => (
            <li key={`${l.kind}${l.caseId}`}>
              <span className="tag">{l.kindZh}</span>{' '}
              <Link href={`/cases/${l.caseId}`} className="num">
                {l.caseNo}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
