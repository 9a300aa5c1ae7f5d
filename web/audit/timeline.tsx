import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { at, day, lasted, plain, shortHash } from '../ui/format.ts';
import { WordLight } from '../ui/light.tsx';
import { useGet } from '../ui/query.ts';
import { Paged } from '../ui/paged.tsx';
import { Shown } from '../ui/states.tsx';
import type { Timeline, TimelineEntry } from '../ui/audit-types.ts';
import './audit.css';

/** The act of a person; everything else the system did by itself. */
function isPersonal(entry: TimelineEntry): boolean {
  return entry.actor !== null && entry.actor !== 'system' && entry.actorName !== '系统';
}

/** 时间线: who did what when, with old and new value of every field, and the state of the hash chain. */
export default function TimelineView({ caseId }: { caseId: string }): ReactNode {
  const timeline = useGet<Timeline>(`/cases/${caseId}/timeline`);
  const [people, setPeople] = useState(false);
  return (
    <Shown of={timeline}>
      {({ items, chain }) => {
        const shown = people ? items.filter(isPersonal) : items;
        return (
          <div className="stack">
            <div className="row-between">
              <WordLight
                light={chain.ok ? 'green' : 'red'}
                word={
                  chain.ok
                    ? `哈希链完整（${chain.length} 条）`
                    : `哈希链已断（${chain.length} 条），记录可能被改动`
                }
              />
              <Checkbox className="no-print" checked={people} onChange={(e) => setPeople(e.target.checked)}>
                只看人员操作
              </Checkbox>
            </div>
            <Paged what="记录" rows={shown} size={50} words={wordsOf}>
              {(page) => (
                <ol className="timeline card">
                  {page.map((entry, index) => (
                    <Entry key={entry.seq} of={entry} before={page[index - 1] ?? null} />
                  ))}
                </ol>
              )}
            </Paged>
          </div>
        );
      }}
    </Shown>
  );
}

const wordsOf = (entry: TimelineEntry): string =>
  [
    entry.sentence,
    entry.actorName,
    entry.actName,
    at(entry.at),
    ...entry.changes.map((c) => plain(c.after)),
  ].join(' ');

function Entry({ of, before }: { of: TimelineEntry; before: TimelineEntry | null }): ReactNode {
  const newDay = !before || day(before.at) !== day(of.at);
  const gap = before ? lasted(before.at, of.at) : '';
  const personal = isPersonal(of);
  const who = [personal ? of.actorName : '系统', of.unitName, of.actName].filter(Boolean).join(' · ');
  return (
    <li className={`entry${newDay ? ' entry-day' : ''}${personal ? '' : ' entry-system'}`}>
      <div className="entry-when num">
        {newDay ? <strong>{day(of.at)}</strong> : null}
        <time dateTime={of.at}>{at(of.at).slice(11)}</time>
        {gap && gap !== '不足1分钟' ? <span className="soft entry-gap">隔{gap}</span> : null}
      </div>
      <div className="entry-body">
        <p>{of.sentence}</p>
        <p className="soft entry-who">{who}</p>
        {of.changes.length > 0 ? <Changes of={of} open={personal} /> : null}
      </div>
      <code className="entry-hash soft" title={`第 ${of.seq} 条，哈希 ${of.hash}`}>
        #{of.seq} {shortHash(of.hash)}
      </code>
    </li>
  );
}

/** Field by field; the old value has its column only where there was one. */
function Changes({ of, open }: { of: TimelineEntry; open: boolean }): ReactNode {
  const replaced = of.changes.some((c) => c.before !== null && c.before !== undefined);
  return (
    <details className="entry-changes" open={open}>
      <summary>{of.changes.length} 项内容</summary>
      <table className={replaced ? 'with-before' : undefined}>
        <thead className={replaced ? undefined : 'visually-hidden'}>
          <tr>
            <th scope="col">字段</th>
            {replaced ? <th scope="col">原值</th> : null}
            <th scope="col">{replaced ? '新值' : '内容'}</th>
          </tr>
        </thead>
        <tbody>
          {of.changes.map((c) => (
            <tr key={c.field}>
              <th scope="row">{c.label}</th>
              {replaced ? <td>{plain(c.before)}</td> : null}
              <td>{plain(c.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
