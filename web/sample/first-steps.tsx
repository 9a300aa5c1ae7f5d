import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { switchTo, useDemo } from '../session/demo.ts';
import { RoleCards } from '../session/role-cards.tsx';
import { useMe } from '../ui/session.tsx';
import { SampleCard } from './sample-card.tsx';
import './sample.css';

/** Under an empty list of a demo: sample cases, and whose desk to look at instead. Elsewhere nothing. */
export default function FirstSteps(): ReactNode {
  const me = useMe();
  const demo = useDemo(me.mode === 'demo');
  const [, go] = useLocation();
  if (!demo || demo.password === null) return null;
  const { accounts, password } = demo;
  const seesAll = me.can.readAll || me.groups.includes('awb');
  return (
    <div className="first-steps">
      <SampleCard {...(seesAll ? { onOpen: (caseId) => go(`/cases/${caseId}`) } : {})} />
      <p>换一个角色看看，点一下就切换：</p>
      <RoleCards
        accounts={accounts}
        current={me.account}
        onPick={(account) => void switchTo(account, password, () => go('/'))}
      />
    </div>
  );
}
