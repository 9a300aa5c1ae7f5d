import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Me } from '../ui/types.ts';
import { DemoPeople } from './demo-people.tsx';
import { switchTo, useDemo } from './demo.ts';
import { RoleCards } from './role-cards.tsx';

/** In a demo: become somebody else without going through the log-in page. */
export default function RoleSwitcher({ me }: { me: Me }): ReactNode {
  const demo = useDemo();
  const [open, setOpen] = useState(false);
  const [, go] = useLocation();
  if (!demo || demo.password === null) return null;
  const { accounts, password } = demo;
  const become = (account: string): void => {
    setOpen(false);
    if (account !== me.account) void switchTo(account, password, () => go('/'));
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={
        <div className="role-switch">
          <RoleCards accounts={accounts} current={me.account} onPick={become} />
          <h2>其他人</h2>
          <DemoPeople accounts={accounts} onPick={become} />
        </div>
      }
    >
      <button type="button" className="plain-button" aria-expanded={open}>
        换角色
      </button>
    </Popover>
  );
}
