import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { at } from '../ui/format.ts';
import { asProblem, post } from '../ui/http.ts';
import { refresh, useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';

interface Version {
  version: number;
  publishedAt: string;
  publishedByName: string;
  note: string;
  rows: { street: number; department: number; soe: number };
}

/** The published versions of the patrol checklist, and 发布新版检查表 for who may. */
export default function Publish({ mayPublish }: { mayPublish: boolean }): ReactNode {
  const versions = useGet<{ items: Version[] }>('/checklist-versions');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null);
  const publish = async (): Promise<void> => {
    setBusy(true);
    try {
      const { version } = await post<Version>('/checklist-versions', { note });
      setSaid({ ok: true, text: `已发布第 ${version} 版` });
      setNote('');
      await refresh('/checklist-versions', '/registers/checklist');
    } catch (error) {
      setSaid({ ok: false, text: asProblem(error).title });
    }
    setBusy(false);
  };
  return (
    <section className="card no-print">
      <h2>版本</h2>
      <div className="card-body stack">
        <Shown of={versions}>
          {({ items }) => (
            <ul className="case-list">
              {items.slice(0, 5).map((v) => (
                <li key={v.version}>
                  <strong className="num">第 {v.version} 版</strong>{' '}
                  <span className="num soft">{at(v.publishedAt)}</span> {v.publishedByName} · 街道{' '}
                  {v.rows.street} 项、部门 {v.rows.department} 项、国企 {v.rows.soe} 项
                  {v.note ? ` · ${v.note}` : ''}
                </li>
              ))}
            </ul>
          )}
        </Shown>
        {mayPublish ? (
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              if (!busy) void publish();
            }}
          >
            <label htmlFor="publish-note">版本说明</label>
            <Input
              id="publish-note"
              className="register-note"
              maxLength={200}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
            <Button htmlType="submit" loading={busy}>
              发布新版检查表
            </Button>
            <span role="status" className={said && !said.ok ? 'labelled-fault' : 'soft'}>
              {said?.text ?? ''}
            </span>
          </form>
        ) : null}
      </div>
    </section>
  );
}
