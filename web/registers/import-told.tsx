import type { ReactNode } from 'react';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Changes } from './history.tsx';
import type { ImportedFault, ImportedLine } from './types.ts';

type What = ImportedLine['what'];
const WHAT: Record<What, { word: string; tag: string }> = {
  new: { word: '新增', tag: 'good' },
  changed: { word: '修改', tag: 'accent' },
  same: { word: '无变化', tag: '' },
  wrong: { word: '不正确', tag: 'bad' },
};

export const countOf = (lines: readonly ImportedLine[], what: What): number =>
  lines.filter((line) => line.what === what).length;

/** How many values would be taken away. */
export const emptiedIn = (lines: readonly ImportedLine[]): number =>
  lines.reduce((sum, { emptied }) => sum + emptied.length, 0);

/** What a trial run told: the sum, each faulty cell, then each line that would be written. */
export function ImportTold({ lines, unread }: { lines: ImportedLine[]; unread: string[] }): ReactNode {
  const faults = lines.flatMap(({ line, errors }) => errors.map((error): Fault => ({ line, ...error })));
  const good = lines.filter(({ what }) => what !== 'wrong');
  const sum = (['new', 'changed', 'same', 'wrong'] as const).map(
    (what) => `${WHAT[what].word} ${countOf(lines, what)}`,
  );
  const emptied = emptiedIn(lines);
  return (
    <>
      <p role="status">
        共 {lines.length} 行：{sum.join('，')}。
        {emptied > 0 ? <strong className="register-emptied">有 {emptied} 处原有内容将清空。</strong> : null}
      </p>
      {unread.length > 0 ? (
        <p className="note warn">只读取了第一张工作表，没有读取：{unread.join('、')}。</p>
      ) : null}
      {faults.length > 0 ? (
        <section aria-label="不正确的单元格">
          <h3 className="register-told">有 {faults.length} 处须改正</h3>
          <div className="register-lines">
            <DataTable
              caption="不正确的单元格"
              columns={FAULTS}
              rows={faults.slice(0, FAULTS_SHOWN)}
              rowKey={({ line, label, message }) => `${line} ${label} ${message}`}
            />
          </div>
          {faults.length > FAULTS_SHOWN ? (
            <p className="soft">先列出前 {FAULTS_SHOWN} 处，改正后重新上传。</p>
          ) : null}
        </section>
      ) : null}
      {good.length > 0 ? (
        <div className="register-lines">
          <DataTable
            caption="试算结果"
            columns={LINES}
            rows={inOrder(good)}
            rowKey={({ line }) => String(line)}
          />
        </div>
      ) : null}
    </>
  );
}

/** What takes something away comes first. */
const inOrder = (lines: ImportedLine[]): ImportedLine[] => [
  ...lines.filter(({ emptied }) => emptied.length > 0),
  ...lines.filter(({ emptied }) => emptied.length === 0),
];

type Fault = ImportedFault & { line: number };
const FAULTS_SHOWN = 200;

const FAULTS: Column<Fault>[] = [
  {
    key: 'line',
    title: '行',
    width: '72px',
    card: 'head',
    render: ({ line }) => <span className="num">第{line}行</span>,
  },
  { key: 'label', title: '列', width: '96px', card: 'side', render: ({ label }) => label || '整行' },
  {
    key: 'given',
    title: '原值',
    width: '180px',
    render: ({ given }) => <span className="register-given">{given || '（空）'}</span>,
  },
  { key: 'message', title: '问题', render: ({ message }) => message },
  { key: 'remedy', title: '怎么改', render: ({ remedy }) => remedy || '改正后重新上传' },
];

const LINES: Column<ImportedLine>[] = [
  { key: 'line', title: '行', width: '56px', render: ({ line }) => <span className="num">{line}</span> },
  { key: 'name', title: '名称', width: '110px', card: 'head', render: ({ name }) => name },
  {
    key: 'what',
    title: '结果',
    width: '84px',
    card: 'side',
    render: ({ what, emptied }) => (
      <>
        <span className={`tag ${WHAT[what].tag}`}>{WHAT[what].word}</span>
        {emptied.length > 0 ? <span className="tag warn">将清空</span> : null}
      </>
    ),
  },
  {
    key: 'why',
    title: '说明',
    render: ({ changes, emptied }) =>
      changes.length > 0 ? (
        <Changes
          of={changes.map((one) => ({
            ...one,
            after: emptied.includes(one.label) ? '（将清空）' : one.after,
          }))}
        />
      ) : null,
  },
];
