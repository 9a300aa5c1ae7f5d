import { Button, Input } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useId, useState } from 'react';
import { asProblem, post } from './http.ts';

/** What the vault may hold of a reporter; whoever only calls gets name and telephone. */
export interface Identity {
  reporter?: string | null;
  reporterPhone?: string | null;
  openerName?: string | null;
  isEmployee?: boolean;
  extraVault?: string | null;
  /** What else is kept: other ways to reach them, a push of 12345 as it came. */
  [more: string]: unknown;
}

const ROWS: [label: string, of: (identity: Identity) => string | null | undefined][] = [
  ['姓名', (of) => of.reporter],
  ['电话', (of) => of.reporterPhone],
  ['登记人（本人上报）', (of) => of.openerName],
  ['身份', (of) => (of.isEmployee ? '从业人员' : null)],
  ['补充', (of) => of.extraVault],
];

const SHOWN = new Set(['reporter', 'reporterPhone', 'openerName', 'isEmployee', 'extraVault']);
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
const moreOf = (identity: Identity): [string, string][] =>
  Object.entries(identity).flatMap(([key, value]) =>
    !SHOWN.has(key) && typeof value === 'string' && value !== '' ? [[wordOf(key), value]] : [],
  );

const SHORTEST_REASON = 5;

/** Asks for a reason, then shows who reported until it is hidden again; every look leaves a row. */
export function Reveal({ path, act, onRead }: { path: string; act: string; onRead?: () => void }): ReactNode {
  const id = useId();
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const [identity, setIdentity] = useState<Identity | null>(null);
  const reveal = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setSaid('');
    try {
      setIdentity(await post<Identity>(path, { reason: reason.trim() }));
      onRead?.();
    } catch (error) {
      setSaid(asProblem(error).title);
    }
    setBusy(false);
  };
  if (identity) return <Known identity={identity} onHide={() => setIdentity(null)} />;
  return (
    <form className="stack" onSubmit={(event) => void reveal(event)}>
      <label htmlFor={id}>查阅事由（不少于{SHORTEST_REASON}个字，随查阅记录留痕）</label>
      <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
      <div>
        <Button htmlType="submit" loading={busy} disabled={[...reason.trim()].length < SHORTEST_REASON}>
          {act}
        </Button>
      </div>
      {said ? (
        <p className="bh-said" role="alert">
          {said}
        </p>
      ) : null}
    </form>
  );
}

function Known({ identity, onHide }: { identity: Identity; onHide: () => void }): ReactNode {
  const rows = [...ROWS.map(([label, of]) => [label, of(identity)] as const), ...moreOf(identity)].filter(
    ([, value]) => value,
  );
  return (
    <div className="stack">
      {rows.length > 0 ? (
        <dl className="facts">
          {rows.map(([label, value]) => (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>没有留下姓名和电话。</p>
      )}
      <div>
        <Button size="small" onClick={onHide}>
          隐藏
        </Button>
      </div>
    </div>
  );
}
