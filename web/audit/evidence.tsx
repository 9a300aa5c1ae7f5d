import type { ReactNode } from 'react';
import { contradictionWords } from '../../core/file/marks.ts';
import { at, placeText, shortHash, shownAt } from '../ui/format.ts';
import { Icon } from '../ui/icons.tsx';
import { useGet } from '../ui/query.ts';
import { Paged } from '../ui/paged.tsx';
import { Nothing, Shown } from '../ui/states.tsx';
import type { Evidence, EvidenceBook } from '../ui/audit-types.ts';
import './audit.css';
import { useAnchor } from './use-anchor.ts';

/** 证据: before and after side by side for every item, each with time, place, uploader and hash. */
export default function EvidenceView({ caseId }: { caseId: string }): ReactNode {
  const book = useGet<EvidenceBook>(`/cases/${caseId}/evidence`);
  useAnchor(book.isSuccess);
  return (
    <Shown of={book}>
      {({ items, other }) => {
        if (items.length === 0 && other.length === 0) return <Nothing title="本案还没有证据" />;
        return (
          <div className="stack">
            <Paged
              what="事项"
              rows={items}
              size={20}
              words={({ no, title }) => `${no}. ${title}`}
              anchors={({ before, after }) =>
                [...before, ...after].map(({ evidenceId }) => `evidence-${evidenceId}`)
              }
            >
              {(page) =>
                page.map((item) => (
                  <section key={item.itemId} className="card">
                    <h2>
                      {item.no}. {item.title}
                    </h2>
                    <div className="card-body evidence-pair">
                      <Column word="整改前" of={item.before} />
                      <Column word="整改后" of={item.after} />
                    </div>
                  </section>
                ))
              }
            </Paged>
            {other.length > 0 ? (
              <section className="card">
                <h2>其他证据</h2>
                <Paged
                  what="证据"
                  rows={other}
                  size={60}
                  words={(e) => [e.name, e.byName, at(e.at)].join(' ')}
                  anchors={(e) => [`evidence-${e.evidenceId}`]}
                >
                  {(page) => (
                    <div className="card-body evidence-grid">
                      {page.map((e) => (
                        <Piece key={e.evidenceId} of={e} />
                      ))}
                    </div>
                  )}
                </Paged>
              </section>
            ) : null}
          </div>
        );
      }}
    </Shown>
  );
}

function Column({ word, of }: { word: string; of: Evidence[] }): ReactNode {
  return (
    <div>
      <h3 className="evidence-side">{word}</h3>
      {of.length === 0 ? <p className="evidence-missing">缺少{word}证据</p> : null}
      <div className="evidence-grid">
        {of.map((e) => (
          <Piece key={e.evidenceId} of={e} />
        ))}
      </div>
    </div>
  );
}

function Piece({ of }: { of: Evidence }): ReactNode {
  const picture = of.mime.startsWith('image/');
  return (
    <figure className="evidence" id={`evidence-${of.evidenceId}`}>
      <a href={picture ? shownAt(of.url) : of.url} target="_blank" rel="noreferrer">
        {picture ? (
          <img src={shownAt(of.url)} alt={`${of.name} ${of.takenAt ? at(of.takenAt) : ''}`} loading="lazy" />
        ) : (
          <span className="evidence-file">
            <Icon name="file" /> {of.name}
          </span>
        )}
      </a>
      <figcaption>
        <dl className="facts">
          <dt>拍摄</dt>
          <dd className="num">
            {of.takenAt ? at(of.takenAt) : '时间不详'} <span className="soft">{of.timeFromName}</span>
          </dd>
          <dt>地点</dt>
          <dd>
            {placeText(of.place) || '没有定位'} <span className="soft">{of.placeFromName}</span>
          </dd>
          <Statement of={of} />
          <dt>上传</dt>
          <dd>
            {of.byName ?? ''} <span className="num">{at(of.at)}</span>
          </dd>
          <dt>哈希</dt>
          <dd>
            <code className="mono" title={of.sha256}>
              {shortHash(of.sha256)}…
            </code>
          </dd>
        </dl>
      </figcaption>
    </figure>
  );
}

/** What people said of time and place, beside the facts and marked where it contradicts them. */
function Statement({ of }: { of: Evidence }): ReactNode {
  const said = [
    of.stated?.takenAt ? `拍摄于 ${at(of.stated.takenAt)}` : '',
    of.stated?.place ? `拍摄于 ${placeText(of.stated.place)}` : '',
  ].filter(Boolean);
  const wrong = [
    ...contradictionWords(of.contradicts),
    ...(of.resembles ? [`与整改前照片“${of.resembles.name}”高度相似`] : []),
  ];
  return (
    <>
      {said.length > 0 ? (
        <>
          <dt>另有说明</dt>
          <dd>{said.join('；')}</dd>
        </>
      ) : null}
      {of.placeReason || of.contradicts.length > 0 ? (
        <>
          <dt>原因</dt>
          <dd>
            {of.placeReason ?? '没有写明'}
            {of.reasonByName ? <span className="soft">（{of.reasonByName}补正）</span> : null}
          </dd>
        </>
      ) : null}
      {wrong.length > 0 ? (
        <>
          <dt>请核对</dt>
          <dd className="evidence-missing">{wrong.join('；')}</dd>
        </>
      ) : null}
    </>
  );
}
