import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';
import { wordsOf, type CaseWebAnswer, type WebNode } from './web-words.ts';
import { WebPicture } from './web-picture.tsx';
import './case-web.css';

/** 案件关系图: what led to the case and what it led to, as a picture and, for phones, print and screen readers, as a table. */
export default function CaseWeb({ caseId }: { caseId: string }): ReactNode {
  const web = useGet<CaseWebAnswer>(`/cases/${caseId}/web`);
  return (
    <Shown of={web} what="正在读取案件关系">
      {(of) =>
        of.nodes.length === 1 ? (
          <p className="card card-body soft">没有关联案件，也没有待启动的事项。</p>
        ) : (
          <div className="stack">
            <section className="card" aria-label="案件关系图">
              <WebPicture of={of} />
              <p className="card-body soft">
                由左向右：左边引出右边。虚线框为待启动，灰框为您无权查看的案件，红框为没有着落的。
                {of.cut ? '关系较多，只显示较近的一部分。' : ''}
              </p>
            </section>
            <WebTable of={of} />
          </div>
        )
      }
    </Shown>
  );
}

interface Relation {
  key: string;
  from: WebNode;
  to: WebNode;
  word: string;
}

/** A node in the table; the case itself stands above the picture with its title already. */
function Named({ node, root }: { node: WebNode; root: boolean }): ReactNode {
  const { head, lines } = wordsOf(node);
  const said = root ? [] : [node.kind === 'case' ? node.title : null, ...lines].filter(Boolean);
  return (
    <>
      {node.kind === 'case' && node.seen && !root ? (
        <Link href={`/cases/${node.id}`} className="num">
          {head}
        </Link>
      ) : (
        <span className="num">{head}</span>
      )}{' '}
      {root ? <span className="tag accent">本案</span> : null}
      {node.orphan ? (
        <span className="tag bad">{node.kind === 'trigger' ? '没有着落' : node.orphan}</span>
      ) : null}
      {said.length > 0 ? <span className="sub case-wait">{said.join(' · ')}</span> : null}
    </>
  );
}

function WebTable({ of }: { of: CaseWebAnswer }): ReactNode {
  const nodes = new Map(of.nodes.map((node) => [node.id, node]));
  const relations = of.edges.flatMap((edge): Relation[] => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    return from && to ? [{ key: `${edge.from} ${edge.to} ${edge.kind}`, from, to, word: edge.word }] : [];
  });
  const columns: Column<Relation>[] = [
    {
      key: 'from',
      title: '由',
      card: 'head',
      render: ({ from }) => <Named node={from} root={from.id === of.root} />,
    },
    { key: 'word', title: '关系', width: '130px', render: ({ word }) => word },
    { key: 'to', title: '到', render: ({ to }) => <Named node={to} root={to.id === of.root} /> },
  ];
  return (
    <div className="list-frame">
      <DataTable caption="案件关系" columns={columns} rows={relations} rowKey={({ key }) => key} />
    </div>
  );
}
