import type { ReactNode } from 'react';
import { SampleCard } from '../sample/sample-card.tsx';
import type { Demo } from './demo.ts';
import { DemoPeople } from './demo-people.tsx';
import { RoleCards } from './role-cards.tsx';

/** Whoever may see every case: the sample's cases are opened with these eyes. */
const AUDITOR = 'dong.jiancheng';

/** What a demo shows before the log-in: sample cases, the parts in a case, and everybody else. */
export function LoginDemo({
  demo,
  onPick,
}: {
  demo: Demo;
  onPick: (account: string, to?: string) => void;
}): ReactNode {
  const { accounts, password } = demo;
  return (
    <section className="login-people card" aria-labelledby="demo-title">
      <h2 id="demo-title">演示：从哪里开始</h2>
      <p className="soft">
        人员和企业均为虚构。按一件隐患举报的先后选一个角色，
        {password === null ? '再填写启动时打印的演示密码登录。' : '点一下就登录；登录后可以在右上角换角色。'}
      </p>
      {password === null ? null : (
        <SampleCard stranger={{ password }} onOpen={(caseId) => onPick(AUDITOR, `/cases/${caseId}`)} />
      )}
      <RoleCards accounts={accounts} onPick={onPick} />
      <DemoPeople accounts={accounts} onPick={onPick} />
    </section>
  );
}
