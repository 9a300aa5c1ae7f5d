import type { ReactNode } from 'react';
import { Choice, SearchBox, useFilters } from '../ui/filters.tsx';
import { counted } from '../ui/format.ts';
import { useListKeys } from '../ui/keys.ts';
import { PageFrame } from '../ui/page.tsx';
import { useGet, withParams } from '../ui/query.ts';
import type { Capped } from '../ui/types.ts';
import { Views } from '../ui/views.tsx';
import { LIGHTS } from '../ui/words.ts';
import { StartedList, TaskList } from './task-list.tsx';

interface Counts {
  todo: Capped;
  overdue: Capped;
  soon: Capped;
}

const VIEWS = ['todo', 'done', 'started'] as const;
type View = (typeof VIEWS)[number];
const TITLES: Record<View, string> = { todo: '待办', done: '已办', started: '我发起' };

/** 我的待办: what waits for me (overdue first, as the server sorts), what I did, what I started. */
export default function InboxPage(): ReactNode {
  const filters = useFilters();
  const view = VIEWS.find((v) => v === filters.get('view')) ?? 'todo';
  const counts = useGet<Counts>('/tasks/counts');
  const processes = useGet<{ process: string; name: string }[]>('/lookups/processes', { staleTime: 600_000 });
  useListKeys();
  const q = filters.get('q');
  const process = filters.get('process');
  const light = view === 'todo' ? filters.get('light') : undefined;
  const path = withParams('/tasks', { view, q, process, light });
  return (
    <PageFrame
      title="我的待办"
      head={
        <Summary counts={counts.data} onLight={(next) => filters.set({ view: undefined, light: next })} />
      }
    >
      <div className="stack">
        <Views
          label="待办、已办、我发起"
          current={view}
          items={VIEWS.map((v) => ({
            key: v,
            href: v === 'todo' ? '/inbox' : `/inbox?view=${v}`,
            title: (
              <>
                {TITLES[v]}
                {v === 'todo' && counts.data ? (
                  <span className="count">{counted(counts.data.todo)}</span>
                ) : null}
              </>
            ),
          }))}
        />
        <div className="filters no-print" role="search">
          <SearchBox
            value={q ?? ''}
            onChange={(next) => filters.set({ q: next })}
            placeholder="搜索案号、标题、环节"
          />
          <Choice
            label="流程"
            value={process}
            options={(processes.data ?? []).map((p) => ({ value: p.process, label: p.name }))}
            onChange={(next) => filters.set({ process: next })}
            width={168}
          />
          {view === 'todo' ? (
            <Choice
              label="时限"
              value={light}
              options={LIGHTS}
              onChange={(next) => filters.set({ light: next })}
              width={120}
            />
          ) : null}
        </div>
        {view === 'started' ? (
          <StartedList path={path} filtered={Boolean(q || process)} />
        ) : (
          <TaskList path={path} view={view} filtered={Boolean(q || process || light)} />
        )}
      </div>
    </PageFrame>
  );
}

function Summary({
  counts,
  onLight,
}: {
  counts: Counts | undefined;
  onLight: (light: string) => void;
}): ReactNode {
  if (!counts) return null;
  const overdue = counts.overdue.count > 0;
  return (
    <p className="inbox-summary">
      {overdue ? (
        <button type="button" className="link-button bad" onClick={() => onLight('red')}>
          超期 {counted(counts.overdue)}
        </button>
      ) : null}
      {counts.soon.count > 0 ? (
        <button type="button" className="link-button warn" onClick={() => onLight('yellow')}>
          临期 {counted(counts.soon)}
        </button>
      ) : null}
      {!overdue && counts.soon.count === 0 ? <span className="soft">没有超期和临期</span> : null}
    </p>
  );
}
