import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { at } from '../format.ts';
import type { FormData, StoredDraft } from '../types.ts';

interface Props {
  /** When this browser kept what the server does not have; null where there is nothing to tell. */
  restored: string | null;
  /** When the server's draft was saved, where the page wants it told. */
  kept?: string | null;
  /** Another text of the same person that the server has. */
  newer: StoredDraft | null;
  /** The server's draft as the form was opened, and the name of this browser: pictures may wait in another. */
  stored: StoredDraft | null;
  device: string;
  read: () => FormData;
  /** Put a text into the form; `from`: it is the server's. */
  onShow: (data: FormData, from: StoredDraft | null) => void;
  /** Go on with what stands in the form, over the server's. */
  onKeep: (over: StoredDraft) => void;
  /** Throw away what this browser kept. */
  onGiveUp: () => void;
  word?: string;
}

/** What a person must know of the draft above the form: restored, two versions to choose from, pictures elsewhere. */
export function DraftNotes(props: Props): ReactNode {
  const {
    restored,
    kept = null,
    newer,
    stored,
    device,
    read,
    onShow,
    onKeep,
    onGiveUp,
    word = '放弃本机草稿',
  } = props;
  const [mine, setMine] = useState<FormData | null>(null);
  const elsewhere = stored !== null && stored.device !== device ? stored.waiting : 0;
  return (
    <>
      {newer ? (
        <div className="note warn draft-choice" role="alert">
          <p>
            您在另一个页面 <span className="num">{at(newer.savedAt)}</span>{' '}
            保存过这份草稿，与本页内容不同。两份都还在，选用哪一份？
          </p>
          <div className="row">
            <Button
              size="small"
              onClick={() => {
                setMine(read());
                onShow(newer.data, newer);
              }}
            >
              改用那一份
            </Button>
            <Button size="small" type="primary" onClick={() => onKeep(newer)}>
              保留本页这份
            </Button>
          </div>
        </div>
      ) : null}
      {mine && !newer ? (
        <p className="note row-between">
          <span>已换成另一个页面的草稿。</span>
          <Button
            size="small"
            onClick={() => {
              onShow(mine, null);
              setMine(null);
            }}
          >
            换回本页原来写的
          </Button>
        </p>
      ) : null}
      {restored || kept ? (
        <p className="note row-between task-restored">
          <span>
            {restored ? '已恢复本机 ' : '已恢复草稿：'}
            <span className="num">{at(restored ?? kept)}</span>
            {restored ? ' 未提交的内容。' : ' 保存。'}
          </span>
          <Popconfirm
            title={`${word}？`}
            description="未提交的内容会从表单中清掉；清掉后还可以恢复，直到离开这一页。"
            okText={word}
            cancelText="不清"
            onConfirm={onGiveUp}
          >
            <Button size="small">{word}</Button>
          </Popconfirm>
        </p>
      ) : null}
      {elsewhere > 0 ? (
        <p className="note warn">
          有 {elsewhere}{' '}
          个文件（照片、附件）只在另一台设备上，还没有传到服务器：请在那台设备上打开本任务，等传完再提交，或在这里重新拍摄。
        </p>
      ) : null}
    </>
  );
}

/** The state of the draft beside the buttons; what failed can be tried again at once. */
export function DraftSaid({
  said,
  failed,
  onAgain,
}: {
  said: string;
  failed: boolean;
  onAgain: () => void;
}): ReactNode {
  return (
    <span className={failed ? 'form-said draft-failed' : 'soft form-said'} role="status">
      {said}
      {failed ? (
        <>
          {' '}
          <Button size="small" onClick={onAgain}>
            再存一次
          </Button>
        </>
      ) : null}
    </span>
  );
}
