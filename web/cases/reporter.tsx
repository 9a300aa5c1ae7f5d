import { Button, Input } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { asProblem, post } from '../ui/http.ts';

interface Identity {
  reporter: string | null;
  reporterPhone: string | null;
  /** What else is kept: other ways to reach them, a push of 12345 as it came. */
  [more: string]: unknown;
}

const SHOWN = new Set(['reporter', 'reporterPhone']);
const WORDS: Record<string, string> = {
  reporter: '姓名',
  reporterPhone: '电话',
  reporterContact: '其他联系方式',
  pushed: '12345 推送原文',
};
/** `reporter@1a2b…`: as a later push had it; `12345:key`: a member of the push that no form knows. */
const wordOf = (key: string): string => {
  const [name = '', later] = key.split('@');
  return (WORDS[name] ?? name.replace(/^12345:/, '')) + (later === undefined ? '' : '（后来推送）');
};

/** For the two vault officers: who reported. Needs a reason, and every reading leaves a row in the record. */
export function Reporter({ caseId }: { caseId: string }): ReactNode {
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const [identity, setIdentity] = useState<Identity | null>(null);
  const reveal = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setSaid('');
    try {
      setIdentity(await post<Identity>(`/cases/${caseId}/reporter`, { reason: reason.trim() }));
    } catch (error) {
      setSaid(asProblem(error).title);
    }
    setBusy(false);
  };
  return (
    <section className="card no-print">
      <h2>举报人信息（保密）</h2>
      <div className="card-body">
        {identity ? (
          <div className="stack">
            <p>
              <strong>{identity.reporter ?? '匿名'}</strong>{' '}
              <span className="num">{identity.reporterPhone ?? ''}</span>
            </p>
            {Object.entries(identity)
              .filter(([key, value]) => !SHOWN.has(key) && typeof value === 'string')
              .map(([key, value]) => (
                <p key={key} className="supplement-text">
                  <span className="soft">{wordOf(key)}</span> {String(value)}
                </p>
              ))}
            <Button size="small" onClick={() => setIdentity(null)}>
              隐藏
            </Button>
          </div>
        ) : (
          <form className="stack" onSubmit={(event) => void reveal(event)}>
            <label htmlFor="reveal-reason">查阅理由（会记入案卷）</label>
            <Input
              id="reveal-reason"
              value={reason}
              maxLength={200}
              onChange={(e) => setReason(e.target.value)}
            />
            <div>
              <Button htmlType="submit" loading={busy} disabled={reason.trim().length < 5}>
                查阅
              </Button>
            </div>
            {said ? (
              <p className="bh-said" role="alert">
                {said}
              </p>
            ) : null}
          </form>
        )}
      </div>
    </section>
  );
}
