import type { ReactNode } from 'react';
import { PageFrame } from '../ui/page.tsx';
import { useMe } from '../ui/session.tsx';
import { Nothing } from '../ui/states.tsx';
import { Alarms } from './alarms.tsx';
import { ClockMover } from './clock-mover.tsx';
import { Fsck } from './fsck.tsx';
import { Health } from './health-card.tsx';
import { Incidents } from './incidents.tsx';
import { Triggers } from './triggers.tsx';
import './admin.css';

/** 运行维护: is the installation well, and what a person must mend. Shows no business data. */
export default function OperatorPage(): ReactNode {
  const me = useMe();
  if (!me.can.operate) return <Nothing title="您没有运行维护权限" />;
  return (
    <PageFrame title="运行维护" head={<p className="soft">只显示运行情况，不显示业务内容。</p>}>
      <div className="stack">
        <Health />
        <Alarms />
        <Incidents />
        <Triggers />
        <div className="admin-two">
          <Fsck />
          {me.can.moveClock && me.mode !== 'production' ? <ClockMover /> : null}
        </div>
      </div>
    </PageFrame>
  );
}
