import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { asProblem, sendFile, type Problem } from '../ui/http.ts';
import { refresh } from '../ui/query.ts';
import { Changes } from './history.tsx';
import type { ImportedLine, Register } from './types.ts';

const WHAT: Record<ImportedLine['what'], { word: string; tag: string }> = {
  new: { word: '新增', tag: 'good' },
  changed: { word: '修改', tag: 'accent' },
  same: { word: '无变化', tag: '' },
  wrong: { word: '不正确', tag: 'bad' },
};

/** 导入: a workbook is tried first and each line told; it is written as a whole or not at all. */
export function ImportButton({ of }: { of: Register }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        导入
      </Button>
      <Modal
        open={open}
        title={`导入：${of.title}`}
        footer={null}
        width={860}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <Import of={of} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Import({ of, onDone }: { of: Register; onDone: () => void }): ReactNode {
  const [file, setFile] = useState<File | null>(null);
  const [lines, setLines] = useState<ImportedLine[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (sheet: File, apply: boolean): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const path = `/registers/${of.name}/import${apply ? '?apply=true' : ''}`;
      const told = await sendFile<{ applied: boolean; lines: ImportedLine[] }>(path, sheet);
      setLines(told.lines);
      if (told.applied) {
        await refresh('/registers');
        return onDone();
      }
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  const choose = (chosen: File | undefined): void => {
    setFile(chosen ?? null);
    setLines(null);
    if (chosen) void send(chosen, false);
  };
  const count = (what: ImportedLine['what']): number =>
    lines?.filter((line) => line.what === what).length ?? 0;
  const writes = count('new') + count('changed');
  return (
    <div className="stack">
      <p className="soft">
        先
        <a className="register-link" href={`/api/registers/${of.name}/template`}>
          下载模板
        </a>
        填写，或导出后修改。选好文件后先试算，逐行说明，确认后一次写入；有一行不正确则都不写入。
      </p>
      <label className="register-file">
        选择 .xlsx 文件
        <input
          className="visually-hidden"
          type="file"
          accept=".xlsx"
          onChange={(event) => {
            choose(event.target.files?.[0]);
            // The same file, mended, must be told again.
            event.target.value = '';
          }}
        />
      </label>
      {file ? <p className="soft">{file.name}</p> : null}
      {problem ? (
        <div className="note bad" role="alert">
          {problem.title}
          {problem.errors.length > 0 ? (
            <ul>
              {problem.errors.map(({ message }, index) => (
                <li key={index}>{message}</li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {lines ? (
        <>
          <p role="status">
            共 {lines.length} 行：新增 {count('new')}，修改 {count('changed')}，无变化 {count('same')}，不正确{' '}
            {count('wrong')}。
          </p>
          <div className="register-lines">
            <DataTable
              caption="试算结果"
              columns={COLUMNS}
              rows={[
                ...lines.filter(({ what }) => what === 'wrong'),
                ...lines.filter(({ what }) => what !== 'wrong'),
              ]}
              rowKey={({ line }) => String(line)}
            />
          </div>
        </>
      ) : null}
      <div className="row">
        <Button
          type="primary"
          loading={busy}
          disabled={!file || !lines || count('wrong') > 0 || writes === 0}
          onClick={() => file && void send(file, true)}
        >
          写入{writes > 0 ? ` ${writes} 行` : ''}
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
    </div>
  );
}

const COLUMNS: Column<ImportedLine>[] = [
  { key: 'line', title: '行', width: '56px', render: ({ line }) => <span className="num">{line}</span> },
  { key: 'name', title: '名称', width: '110px', card: 'head', render: ({ name }) => name },
  {
    key: 'what',
    title: '结果',
    width: '84px',
    card: 'side',
    render: ({ what }) => <span className={`tag ${WHAT[what].tag}`}>{WHAT[what].word}</span>,
  },
  {
    key: 'why',
    title: '说明',
    render: ({ changes, errors }) => (
      <>
        {changes.length > 0 ? <Changes of={changes} /> : null}
        {errors.length > 0 ? (
          <ul className="register-changes">
            {errors.map(({ label, message }, index) => (
              <li key={index}>
                {label ? <strong>{label}：</strong> : null}
                {message}
              </li>
            ))}
          </ul>
        ) : null}
      </>
    ),
  },
];
