import { Button, Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Sorting } from '../ui/data-table.tsx';
import { Choice, SearchBox, useFilters } from '../ui/filters.tsx';
import { useListKeys } from '../ui/keys.ts';
import { PageFrame } from '../ui/page.tsx';
import { useGet, useKeyset, withParams } from '../ui/query.ts';
import { Loading, Shown } from '../ui/states.tsx';
import { ImportButton } from './import.tsx';
import { RegisterTable } from './register-table.tsx';
import { RegisterViews } from './register-views.tsx';
import { RowWindow } from './row-window.tsx';
import type { Register, RegisterRow } from './types.ts';
import './registers.css';

const Draws = lazy(() => import('./draws.tsx'));
const Publish = lazy(() => import('./publish.tsx'));
const Totals = lazy(() => import('./totals.tsx'));

/** What stands above the rows of one register only. */
const ABOVE: Record<string, (of: Register) => ReactNode> = {
  experts: () => <Draws />,
  checklist: (of) => <Publish mayPublish={of.can.publish} />,
  scores: () => <Totals />,
};

/** One register: its rows to search, sort, print and take away; for who keeps it also to enter, change and import. */
export default function RegisterPage({ name }: { name: string }): ReactNode {
  const register = useGet<Register>(`/registers/${name}`);
  return <Shown of={register}>{(of) => <RegisterView key={name} of={of} />}</Shown>;
}

function RegisterView({ of }: { of: Register }): ReactNode {
  const filters = useFilters();
  useListKeys();
  const chosen = Object.fromEntries(
    ['q', 'retired', ...Object.keys(of.filters)].map((key) => [key, filters.get(key)]),
  );
  const sorting: Sorting = {
    current: filters.get('sort') ?? of.sort,
    onSort: (sort) => filters.set({ sort: sort === of.sort ? undefined : sort }),
  };
  const asked = { ...chosen, sort: filters.get('sort') };
  const list = useKeyset<RegisterRow>(withParams(`/registers/${of.name}/rows`, { ...asked, limit: '50' }));
  const open = filters.get('row');
  return (
    <PageFrame title={of.title} wide head={<p className="soft register-hint">{of.hint}</p>}>
      <div className="stack">
        <RegisterViews current={of.name} />
        <Suspense fallback={<Loading />}>{ABOVE[of.name]?.(of)}</Suspense>
        <div className="row-between no-print">
          <Filters of={of} sorting={sorting} />
          <div className="row register-acts">
            {of.can.edit ? (
              <Button type="primary" aria-haspopup="dialog" onClick={() => filters.set({ row: 'new' })}>
                新增
              </Button>
            ) : null}
            {of.can.edit ? <ImportButton of={of} /> : null}
            <Button href={withParams(`/api/registers/${of.name}/export`, asked)} download>
              导出
            </Button>
            <PrintButton list={list} />
          </div>
        </div>
        <RegisterTable of={of} list={list} sorting={sorting} filtered={Object.values(chosen).some(Boolean)} />
        {open ? (
          <RowWindow key={open} of={of} rowId={open} onClose={() => filters.set({ row: undefined })} />
        ) : null}
      </div>
    </PageFrame>
  );
}

function Filters({ of, sorting }: { of: Register; sorting: Sorting }): ReactNode {
  const filters = useFilters();
  const sorts = of.columns.filter(({ sorts, detail }) => sorts && !detail);
  return (
    <div className="filters" role="search">
      <SearchBox
        value={filters.get('q') ?? ''}
        onChange={(q) => filters.set({ q })}
        placeholder={`搜索${of.title}`}
      />
      {of.columns
        .filter(({ key }) => of.filters[key])
        .map(({ key, label }) => (
          <Choice
            key={key}
            label={label}
            value={filters.get(key)}
            options={of.filters[key]!}
            onChange={(value) => filters.set({ [key]: value })}
            width={128}
          />
        ))}
      {of.natural === null ? null : (
        <Checkbox
          checked={filters.get('retired') === 'true'}
          onChange={(event) => filters.set({ retired: event.target.checked ? 'true' : undefined })}
        >
          含停用
        </Checkbox>
      )}
      <span className="only-phone">
        <Choice
          label="排序"
          value={sorting.current === of.sort ? undefined : sorting.current}
          options={sorts.flatMap(({ key, label }) => [
            { value: key, label: `${label} ↑` },
            { value: `-${key}`, label: `${label} ↓` },
          ])}
          onChange={(sort) => sorting.onSort(sort ?? of.sort)}
        />
      </span>
    </div>
  );
}

/** Prints the whole list, not only what has been read so far. */
function PrintButton({ list }: { list: ReturnType<typeof useKeyset<RegisterRow>> }): ReactNode {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (!wanted || list.loading || list.loadingMore) return;
    if (list.hasMore && !list.problem) return list.loadMore();
    setWanted(false);
    window.print();
  }, [wanted, list]);
  return (
    <Button loading={wanted} onClick={() => setWanted(true)}>
      打印
    </Button>
  );
}
