import type { ReactNode } from 'react';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { at, shownAt } from '../ui/format.ts';
import { Paged } from '../ui/paged.tsx';
import { Nothing } from '../ui/states.tsx';
import type { CaseDocument } from '../ui/types.ts';
import './audit.css';
import { useAnchor } from './use-anchor.ts';

const COLUMNS: Column<CaseDocument>[] = [
  {
    key: 'title',
    title: '文书',
    card: 'head',
    render: (d) => (
      <span id={`document-${d.docId}`}>
        {d.title} <span className="soft num">第{d.version}稿</span>
        {d.docNo ? <span className="sub case-wait num">{d.docNo}</span> : null}
      </span>
    ),
  },
  {
    key: 'state',
    title: '状态',
    width: '90px',
    card: 'side',
    render: (d) => <span className="tag">{d.stateName}</span>,
  },
  {
    key: 'pages',
    title: '页数',
    width: '60px',
    render: (d) => <span className="num">{d.pages ?? '—'}</span>,
  },
  {
    key: 'signed',
    title: '签发',
    width: '190px',
    render: (d) =>
      d.signedAt ? (
        <>
          {d.signedByName} <span className="num nowrap">{at(d.signedAt)}</span>
        </>
      ) : (
        <span className="soft">未签发</span>
      ),
  },
  { key: 'to', title: '受送达人', width: '170px', render: (d) => d.recipientName ?? '—' },
  {
    key: 'served',
    title: '送达',
    width: '190px',
    render: (d) =>
      d.servedAt ? (
        <>
          {d.serveResult ?? '已送达'} <span className="num nowrap">{at(d.servedAt)}</span>
        </>
      ) : (
        <span className={d.docNo && d.recipientName ? 'evidence-missing' : 'soft'}>
          {d.docNo && d.recipientName ? '无送达回证' : '—'}
        </span>
      ),
  },
  {
    key: 'pdf',
    title: 'PDF',
    width: '110px',
    render: (d) =>
      d.pdfUrl ? (
        <span className="row no-print">
          <a href={shownAt(d.pdfUrl)} target="_blank" rel="noreferrer" aria-label={`查看 ${d.title}`}>
            查看
          </a>
          <a href={d.pdfUrl} download aria-label={`下载 ${d.title}`}>
            下载
          </a>
        </span>
      ) : (
        <span className="soft">—</span>
      ),
  },
];

/** 文书: every document with number, signature, service and its PDF. */
export default function DocumentsView({ documents }: { documents: CaseDocument[] }): ReactNode {
  useAnchor(true);
  if (documents.length === 0) return <Nothing title="本案还没有文书" />;
  return (
    <Paged
      what="文书"
      rows={documents}
      size={50}
      words={(d) => [d.title, d.docNo, d.recipientName, d.signedByName, d.stateName].join(' ')}
      anchors={(d) => [`document-${d.docId}`]}
    >
      {(page) => (
        <div className="list-frame">
          <DataTable caption="文书" columns={COLUMNS} rows={page} rowKey={(d) => d.docId} />
        </div>
      )}
    </Paged>
  );
}
