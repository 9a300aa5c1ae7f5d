import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { useFilters } from '../ui/filters.tsx';
import { at } from '../ui/format.ts';
import { DeadlineLight } from '../ui/light.tsx';
import { PageFrame } from '../ui/page.tsx';
import { Whole } from '../ui/paged.tsx';
import { useGet } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { EngineAway, Loading, Shown } from '../ui/states.tsx';
import type { CaseDetail } from '../ui/types.ts';
import { Views } from '../ui/views.tsx';
import { AskedMessages } from './asked-messages.tsx';
import { VerdictWord } from './case-table.tsx';
import { Overview, OwnTasks } from './overview.tsx';
import './case.css';

const VerdictView = lazy(() => import('../audit/verdict.tsx'));
const TimelineView = lazy(() => import('../audit/timeline.tsx'));
const PathView = lazy(() => import('../audit/path.tsx'));
const ClocksView = lazy(() => import('../audit/clocks.tsx'));
const WebView = lazy(() => import('./case-web.tsx'));
const EvidenceView = lazy(() => import('../audit/evidence.tsx'));
const DocumentsView = lazy(() => import('../audit/documents.tsx'));

const TABS = [
  { key: 'overview', title: '概况' },
  { key: 'verdict', title: '闭环判定' },
  { key: 'timeline', title: '时间线' },
  { key: 'path', title: '流程路径' },
  { key: 'web', title: '关系图' },
  { key: 'clocks', title: '时限台账' },
  { key: 'evidence', title: '证据' },
  { key: 'documents', title: '文书' },
  { key: 'all', title: '全部（打印）' },
] as const;
type Tab = (typeof TABS)[number]['key'];

/** One case. Auditors start at the verdict, staff at the overview; who only has a task in it sees head and tasks. */
export default function CasePage({ id }: { id: string }): ReactNode {
  const detail = useGet<CaseDetail>(`/cases/${id}`);
  return <Shown of={detail}>{(of) => <CaseView of={of} />}</Shown>;
}

function CaseView({ of }: { of: CaseDetail }): ReactNode {
  const me = useMe();
  const wanted = useFilters().get('tab');
  const tab: Tab = TABS.find((t) => t.key === wanted)?.key ?? (me.can.readAll ? 'verdict' : 'overview');
  return (
    <PageFrame
      title={of.caseNo}
      wide
      head={<p className="case-name">{of.title}</p>}
      aside={of.canExport ? <ExportLink of={of} /> : null}
    >
      <div className="stack">
        {of.engineAway ? <EngineAway /> : null}
        <Head of={of} />
        <AskedMessages of={of} />
        {of.scope === 'task' ? (
          <OwnTasks of={of} />
        ) : (
          <>
            <Views
              label="案件各部分"
              current={tab}
              items={TABS.map((t) => ({
                key: t.key,
                title: t.title,
                href: `/cases/${of.caseId}?tab=${t.key}`,
              }))}
            />
            <Suspense fallback={<Loading />}>
              <Part tab={tab} of={of} />
            </Suspense>
          </>
        )}
      </div>
    </PageFrame>
  );
}

function Part({ tab, of }: { tab: Tab; of: CaseDetail }): ReactNode {
  const { caseId } = of;
  switch (tab) {
    case 'overview':
      return <Overview of={of} />;
    case 'verdict':
      return <VerdictView caseId={caseId} />;
    case 'timeline':
      return <TimelineView caseId={caseId} />;
    case 'path':
      return <PathView caseId={caseId} />;
    case 'web':
      return <WebView caseId={caseId} />;
    case 'clocks':
      return <ClocksView caseId={caseId} />;
    case 'evidence':
      return <EvidenceView caseId={caseId} />;
    case 'documents':
      return <DocumentsView documents={of.documents} />;
    case 'all':
      return (
        <Whole value={true}>
          <div className="stack case-all">
            <button type="button" className="plain-button no-print case-print" onClick={() => window.print()}>
              打印本页
            </button>
            {(
              ['overview', 'verdict', 'clocks', 'evidence', 'documents', 'web', 'path', 'timeline'] as const
            ).map((part) => (
              <section key={part} aria-label={TABS.find((t) => t.key === part)?.title}>
                <h2 className="case-part-head">{TABS.find((t) => t.key === part)?.title}</h2>
                <Part tab={part} of={of} />
              </section>
            ))}
          </div>
        </Whole>
      );
  }
}

/** What everybody who may open the case sees: state, time limit, owner, what it waits for. */
function Head({ of }: { of: CaseDetail }): ReactNode {
  const closed = of.status === 'sealed' || of.status === 'cancelled';
  return (
    <dl className="case-head card">
      <div>
        <dt>流程</dt>
        <dd>{of.processName}</dd>
      </div>
      <div>
        <dt>状态</dt>
        <dd>
          {of.statusName}
          {of.outcomeName ? ` · ${of.outcomeName}` : ''}
        </dd>
      </div>
      <div>
        <dt>时限</dt>
        <dd>{closed ? '—' : <DeadlineLight of={of} />}</dd>
      </div>
      <div>
        <dt>闭环</dt>
        <dd>
          <VerdictWord of={of} />
        </dd>
      </div>
      <div>
        <dt>涉及单位</dt>
        <dd>{of.unitName ?? '—'}</dd>
      </div>
      <div>
        <dt>承办</dt>
        <dd>{of.ownerName ?? '—'}</dd>
      </div>
      <div>
        <dt>立案</dt>
        <dd>
          <span className="num nowrap">{at(of.openedAt)}</span>{' '}
          <span className="nowrap">{of.openedByName ?? ''}</span>
        </dd>
      </div>
      {of.sealedAt ? (
        <div>
          <dt>归档</dt>
          <dd className="num">{at(of.sealedAt)}</dd>
        </div>
      ) : null}
      {of.waitingFor.length > 0 ? (
        <div>
          <dt>正在等待</dt>
          <dd>{of.waitingFor.join('、')}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function ExportLink({ of }: { of: CaseDetail }): ReactNode {
  return (
    <a className="big-link no-print" href={`/api/cases/${of.caseId}/export`} download={`${of.caseNo}.zip`}>
      导出案卷
    </a>
  );
}
