import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { asProblem, request } from '../ui/http.ts';
import { WordLight } from '../ui/light.tsx';
import { Act } from './act.tsx';

interface Findings {
  ok: boolean;
  findings: { invariant: string; message: string; ref: string | null; repairable: boolean }[];
}

/** 一致性检查: compares cases, tasks, jobs, clocks and the audit chain with each other; repairs what it can. */
export function Fsck(): ReactNode {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [found, setFound] = useState<Findings | null>(null);
  const check = async (): Promise<void> => {
    setBusy(true);
    setSaid('');
    try {
      setFound(await request<Findings>('/operator/fsck'));
    } catch (error) {
      setSaid(asProblem(error).title);
    }
    setBusy(false);
  };
  const repairable = found?.findings.filter((f) => f.repairable).length ?? 0;
  return (
    <section className="card">
      <h2>一致性检查</h2>
      <div className="card-body stack">
        <div className="row-between">
          <span className="soft">核对案件、环节、时限、作业和审计链是否互相一致。</span>
          <Button loading={busy} onClick={() => void check()}>
            开始检查
          </Button>
        </div>
        {said ? (
          <p className="admin-bad" role="alert">
            {said}
          </p>
        ) : null}
        {found ? (
          <WordLight
            light={found.ok ? 'green' : 'red'}
            word={found.ok ? '没有发现问题' : `发现 ${found.findings.length} 个问题`}
          />
        ) : null}
        {found && found.findings.length > 0 ? (
          <ul className="case-list">
            {found.findings.map((f, index) => (
              <li key={index}>
                <span className="tag bad">{f.invariant}</span> {f.message}{' '}
                <span className="mono">{f.ref ?? ''}</span>{' '}
                {f.repairable ? <span className="tag">可修复</span> : null}
              </li>
            ))}
          </ul>
        ) : null}
        {repairable > 0 ? (
          <Act
            label={`修复 ${repairable} 个问题`}
            path="/operator/fsck/repair"
            done={(a) => `已修复 ${String((a as { repaired?: number }).repaired ?? 0)} 个，请再检查一次`}
          />
        ) : null}
      </div>
    </section>
  );
}
