import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { FirstSteps } from '../sample/first-steps-later.tsx';
import type { Sorting } from '../ui/data-table.tsx';
import { Choice, SearchBox, useFilters } from '../ui/filters.tsx';
import { useListKeys } from '../ui/keys.ts';
import { More } from '../ui/more.tsx';
import { PageFrame } from '../ui/page.tsx';
import { useGet, useKeyset, withParams } from '../ui/query.ts';
import { Failed, Loading, Nothing } from '../ui/states.tsx';
import type { CaseRow } from '../ui/types.ts';
import { CASE_STATUSES, VERDICTS } from '../ui/words.ts';
import { CASE_ORDERS, CaseTable } from './case-table.tsx';

/** The order a list has before anybody asks for another. */
const NEWEST = '-openedAt';

/** All cases that I may see, with search and filters; the address carries them. */
export function CaseList({
  title,
  hint,
  empty,
}: {
  title: string;
  hint?: ReactNode;
  /** Said where there is no case yet: what will stand here. */
  empty: ReactNode;
}): ReactNode {
  const filters = useFilters();
  const processes = useGet<{ process: string; name: string }[]>('/lookups/processes', { staleTime: 600_000 });
  useListKeys();
  const chosen = {
    q: filters.get('q'),
    process: filters.get('process'),
    status: filters.get('status'),
    verdict: filters.get('verdict'),
    overdue: filters.get('overdue'),
  };
  const filtered = Object.values(chosen).some(Boolean);
  const sorting: Sorting = {
    current: CASE_ORDERS.find((order) => order.value === filters.get('sort'))?.value ?? NEWEST,
    onSort: (sort) => filters.set({ sort: sort === NEWEST ? undefined : sort }),
  };
  const list = useKeyset<CaseRow>(
    withParams('/cases', { ...chosen, sort: sorting.current === NEWEST ? undefined : sorting.current }),
  );
  return (
    <PageFrame title={title} head={hint}>
      <div className="stack">
        <div className="filters no-print" role="search">
          <SearchBox
            value={chosen.q ?? ''}
            onChange={(q) => filters.set({ q })}
            placeholder="搜索案号、标题、单位"
          />
          <Choice
            label="流程"
            value={chosen.process}
            options={(processes.data ?? []).map((p) => ({ value: p.process, label: p.name }))}
            onChange={(process) => filters.set({ process })}
            width={168}
          />
          <Choice
            label="状态"
            value={chosen.status}
            options={CASE_STATUSES}
            onChange={(status) => filters.set({ status })}
            width={136}
          />
          <Choice
            label="闭环判定"
            value={chosen.verdict}
            options={VERDICTS}
            onChange={(verdict) => filters.set({ verdict })}
            width={124}
          />
          <Checkbox
            checked={chosen.overdue === 'true'}
            onChange={(e) => filters.set({ overdue: e.target.checked ? 'true' : undefined })}
          >
            只看超期
          </Checkbox>
          <span className="only-phone">
            <Choice
              label="排序"
              value={sorting.current === NEWEST ? undefined : sorting.current}
              options={CASE_ORDERS}
              onChange={(sort) => sorting.onSort(sort ?? NEWEST)}
              width={148}
            />
          </span>
        </div>
        <CaseListBody list={list} filtered={filtered} title={title} sorting={sorting} empty={empty} />
      </div>
    </PageFrame>
  );
}

function CaseListBody({
  list,
  filtered,
  title,
  sorting,
  empty,
}: {
  list: ReturnType<typeof useKeyset<CaseRow>>;
  filtered: boolean;
  title: string;
  sorting: Sorting;
  empty: ReactNode;
}): ReactNode {
  if (list.problem && list.rows.length === 0) return <Failed error={list.problem} retry={list.retry} />;
  if (list.loading) return <Loading what="正在读取案件" />;
  if (list.rows.length === 0)
    return filtered ? (
      <Nothing title="没有符合条件的案件" hint="换个关键词，或清除筛选条件。" />
    ) : (
      <Nothing title="还没有案件" hint={empty}>
        <FirstSteps />
      </Nothing>
    );
  return (
    <>
      <CaseTable caption={title} rows={list.rows} sorting={sorting} />
      <More of={list} />
    </>
  );
}

export default function CasesPage(): ReactNode {
  return (
    <CaseList
      title="案件"
      empty="您和您单位经手的案件会出现在这里：谁在办、还剩几天、闭环没有。案件由值班室或安委办新建，12345工单会自动进来。"
    />
  );
}
