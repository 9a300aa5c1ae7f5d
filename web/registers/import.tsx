import { Button, Checkbox, Modal, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { asProblem, sendFile, type Problem } from '../ui/http.ts';
import { refresh } from '../ui/query.ts';
import { countOf, ImportTold, emptiedIn } from './import-told.tsx';
import type { ImportedLine, Register } from './types.ts';

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
        width={960}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <Import of={of} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

/** What the server told about a file. */
interface Told {
  applied: boolean;
  lines: ImportedLine[];
  unread: string[];
}

/** The file and how far it has come: tried, told, written. */
function useImport(of: Register, onDone: () => void) {
  const [file, setFile] = useState<File | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [doing, setDoing] = useState<'try' | 'write' | null>(null);
  const [consent, setConsent] = useState(false);
  const send = async (sheet: File, write: boolean): Promise<void> => {
    setDoing(write ? 'write' : 'try');
    setProblem(null);
    try {
      const how = write ? `?apply=true${consent ? '&allowEmptying=true' : ''}` : '';
      const answer = await sendFile<Told>(`/registers/${of.name}/import${how}`, sheet);
      setTold(answer);
      if (answer.applied) {
        await refresh('/registers');
        return onDone();
      }
    } catch (error) {
      setProblem(asProblem(error));
    }
    setDoing(null);
  };
  const choose = (chosen: File | undefined): void => {
    if (chosen === undefined) return;
    setFile(chosen);
    setTold(null);
    setConsent(false);
    void send(chosen, false);
  };
  return { file, told, problem, doing, consent, setConsent, send, choose };
}

function Import({ of, onDone }: { of: Register; onDone: () => void }): ReactNode {
  const { file, told, problem, doing, consent, setConsent, send, choose } = useImport(of, onDone);
  const lines = told?.lines ?? [];
  const writes = countOf(lines, 'new') + countOf(lines, 'changed');
  const emptied = emptiedIn(lines);
  const wrong = countOf(lines, 'wrong') > 0;
  return (
    <div className="stack">
      <p className="soft">
        先
        <a className="register-link" href={`/api/registers/${of.name}/template`}>
          下载模板
        </a>
        填写，或导出后修改。选好文件后先试算，逐行说明，确认后一次写入；有一行不正确则都不写入。
      </p>
      <FilePick busy={doing !== null} onChoose={choose} />
      {file ? <p className="soft register-file-name">{file.name}</p> : null}
      <p role="status" className={doing ? 'row' : 'visually-hidden'}>
        {doing ? <Spin size="small" /> : null}
        {doing === 'try' ? '正在上传并逐行试算，请稍候…' : doing === 'write' ? '正在写入，请勿关闭…' : ''}
      </p>
      {problem ? <Refusal of={problem} /> : null}
      {told ? <ImportTold lines={told.lines} unread={told.unread} /> : null}
      {emptied > 0 && !wrong ? (
        <Checkbox checked={consent} onChange={(event) => setConsent(event.target.checked)}>
          我已核对，同意清空上列 {emptied} 处原有内容
        </Checkbox>
      ) : null}
      <div className="row">
        <Button
          type="primary"
          loading={doing === 'write'}
          disabled={!file || !told || doing !== null || wrong || writes === 0 || (emptied > 0 && !consent)}
          onClick={() => file && void send(file, true)}
        >
          写入{writes > 0 ? ` ${writes} 行` : ''}
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
    </div>
  );
}

function FilePick({ busy, onChoose }: { busy: boolean; onChoose: (file?: File) => void }): ReactNode {
  return (
    <label className="register-file">
      选择 .xlsx 文件
      <input
        className="visually-hidden"
        type="file"
        accept=".xlsx"
        disabled={busy}
        onChange={(event) => {
          onChoose(event.target.files?.[0]);
          // The same file, mended, must be told again.
          event.target.value = '';
        }}
      />
    </label>
  );
}

const Refusal = ({ of }: { of: Problem }): ReactNode => (
  <div className="note bad" role="alert">
    {of.title}
    {of.errors.length > 0 ? (
      <ul>
        {of.errors.map(({ message }, index) => (
          <li key={index}>{message}</li>
        ))}
      </ul>
    ) : null}
  </div>
);
