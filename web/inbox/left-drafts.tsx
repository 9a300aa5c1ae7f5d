import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { at } from '../ui/format.ts';
import { asProblem, post } from '../ui/http.ts';
import type { StoredDraft, TaskDetail } from '../ui/types.ts';

/** What colleagues left who gave the task back: taken over by a click, never by itself. */
export function LeftDrafts({
  task,
  save,
  onTaken,
}: {
  task: TaskDetail;
  /** Save what stands in the form, so that it is filled up and not replaced. */
  save: () => Promise<boolean>;
  onTaken: (draft: StoredDraft) => void;
}): ReactNode {
  const [done, setDone] = useState<string[]>([]);
  const [said, setSaid] = useState('');
  const take = async (from: string): Promise<void> => {
    setSaid('');
    await save();
    try {
      onTaken(await post<StoredDraft>(`/tasks/${task.taskId}/draft/take`, { from }));
      setDone([...done, from]);
    } catch (error) {
      setSaid(asProblem(error).title);
    }
  };
  return task.left
    .filter(({ account }) => !done.includes(account))
    .map(({ account, name, savedAt, files, waiting }) => (
      <div key={account} className="note row-between">
        <span>
          {name} 留下的草稿（<span className="num">{at(savedAt)}</span>
          {files > 0 ? `，含 ${files} 个文件，拍摄、上传人仍记为${name}` : ''}
          ）。接用后补入您还没有填的栏，签名须由您自己签。
          {waiting > 0 ? ` 另有 ${waiting} 个文件只在${name}的设备上，没有随草稿移交。` : ''}
          {said ? (
            <span className="bh-said" role="alert">
              {' '}
              {said}
            </span>
          ) : null}
        </span>
        <Button size="small" onClick={() => void take(account)}>
          接用
        </Button>
      </div>
    ));
}
