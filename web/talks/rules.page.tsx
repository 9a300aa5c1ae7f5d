import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { RegisterViews } from '../registers/register-views.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { at } from '../ui/format.ts';
import { asProblem, post } from '../ui/http.ts';
import { PageFrame } from '../ui/page.tsx';
import { refresh, useGet } from '../ui/query.ts';
import { Nothing, Shown } from '../ui/states.tsx';
import { LAW_STATUS } from '../ui/words.ts';

interface Rule {
  rule: string;
  name: string;
  basis: string;
  status: string;
  threshold: string | null;
  window: string | null;
  measurable: boolean;
  note: string;
}

interface Scan {
  scanId: string;
  at: string;
  hits: number;
  capped: boolean;
}

interface Trigger {
  triggerId: string;
  at: string;
  rule: string;
  unitName: string | null;
  fact: string;
  source: { caseId: string; caseNo: string } | null;
  talk: { caseId: string; caseNo: string };
}

interface TalkRules {
  items: Rule[];
  lastScan: Scan | null;
  triggers: Trigger[];
  can: { scan: boolean };
}

const RULES: Column<Rule>[] = [
  {
    key: 'rule',
    title: '编号',
    width: '64px',
    card: 'side',
    render: ({ rule }) => <span className="num">{rule}</span>,
  },
  { key: 'name', title: '规则', card: 'head', render: ({ name }) => name },
  {
    key: 'threshold',
    title: '触发值',
    width: '80px',
    align: 'right',
    render: ({ threshold }) => <span className="num">{threshold ?? '—'}</span>,
  },
  { key: 'window', title: '时段', width: '96px', render: ({ window }) => window ?? '—' },
  {
    key: 'measurable',
    title: '扫描',
    width: '112px',
    render: ({ measurable, threshold }) =>
      measurable ? (
        <span className="tag good">每日扫描</span>
      ) : (
        <span className="tag">{threshold === null ? '不扫描' : '尚不能测算'}</span>
      ),
  },
  { key: 'note', title: '说明', render: ({ note }) => <span className="soft">{note || '—'}</span> },
  {
    key: 'basis',
    title: '依据',
    render: ({ basis, status }) => (
      <>
        {basis} <span className="soft">（{LAW_STATUS[status] ?? status}）</span>
      </>
    ),
  },
];

const CaseLink = ({ of }: { of: { caseId: string; caseNo: string } }): ReactNode => (
  <Link className="num" href={`/cases/${of.caseId}`}>
    {of.caseNo}
  </Link>
);

const TRIGGERS: Column<Trigger>[] = [
  {
    key: 'at',
    title: '触发时间',
    width: '136px',
    card: 'side',
    render: (t) => <span className="num">{at(t.at)}</span>,
  },
  { key: 'unit', title: '单位', card: 'head', render: ({ unitName }) => unitName ?? '—' },
  { key: 'rule', title: '规则', width: '72px', render: ({ rule }) => <span className="num">{rule}</span> },
  { key: 'fact', title: '事实', render: ({ fact }) => fact || '—' },
  {
    key: 'source',
    title: '来源案件',
    width: '176px',
    render: ({ source }) => (source ? <CaseLink of={source} /> : '—'),
  },
  { key: 'talk', title: '约谈案件', width: '176px', render: ({ talk }) => <CaseLink of={talk} /> },
];

/** 约谈规则: what triggers a talk, with the numbers in force; when it was last looked for, and what it triggered. */
export default function TalkRulesPage(): ReactNode {
  const rules = useGet<TalkRules>('/talks/rules');
  return (
    <PageFrame
      title="约谈规则"
      wide
      head={
        <p className="soft">
          每日清晨按规则扫描全部在办案件，命中的逐条触发约谈；触发值和时段取自现行法规包。
        </p>
      }
    >
      <div className="stack">
        <RegisterViews current="talk-rules" />
        <Shown of={rules}>
          {({ items, lastScan, triggers, can }) => (
            <>
              <section className="card" aria-label="扫描">
                <h2>扫描</h2>
                <div className="card-body row-between">
                  <LastScan scan={lastScan} />
                  {can.scan ? <ScanButton last={lastScan?.scanId} /> : null}
                </div>
              </section>
              <DataTable caption="约谈规则" columns={RULES} rows={items} rowKey={({ rule }) => rule} />
              <section className="card" aria-label="最近触发">
                <h2>最近触发</h2>
                {triggers.length === 0 ? (
                  <Nothing
                    title="没有您可以查看的触发"
                    hint="规则命中或者领导交办以后，触发的约谈显示在这里。"
                  />
                ) : (
                  <DataTable
                    caption="最近触发"
                    columns={TRIGGERS}
                    rows={triggers}
                    rowKey={({ triggerId, talk }) => triggerId + talk.caseId}
                  />
                )}
              </section>
            </>
          )}
        </Shown>
      </div>
    </PageFrame>
  );
}

function LastScan({ scan }: { scan: Scan | null }): ReactNode {
  if (scan === null) return <p className="soft">还没有扫描过。</p>;
  return (
    <p>
      最近一次扫描 <strong className="num">{at(scan.at)}</strong>，
      {scan.hits === 0 ? '没有新的命中' : `命中 ${scan.hits} 项`}
      {scan.capped ? '（达到一次扫描的上限，其余由下一次扫描触发）' : ''}。
    </p>
  );
}

const LOOK_MS = 700;
/** A scan takes a second or two; longer than this the engine is away. */
const GIVEN_UP_MS = 30_000;

/** 立即扫描: asks, then waits until a scan newer than `last` is recorded, so that the page tells what it found. */
function ScanButton({ last }: { last: string | undefined }): ReactNode {
  const [since, setSince] = useState<{ last: string | undefined } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const running = since !== null && since.last === last;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => void refresh('/talks/rules'), LOOK_MS);
    const given = setTimeout(() => {
      setSince(null);
      setProblem('已提交扫描，流程引擎还没有应答；恢复后会自动扫描，请稍后再看');
    }, GIVEN_UP_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(given);
    };
  }, [running]);
  const scan = async (): Promise<void> => {
    setProblem(null);
    setSince({ last });
    try {
      await post('/talks/scan', {});
    } catch (error) {
      setSince(null);
      setProblem(asProblem(error).title);
    }
  };
  return (
    <span className="row no-print">
      <span role="status" className={problem ? 'labelled-fault' : 'soft'}>
        {problem ?? (running ? '正在扫描…' : since ? '扫描完成' : '')}
      </span>
      <Button type="primary" loading={running} onClick={() => void scan()}>
        立即扫描
      </Button>
    </span>
  );
}
