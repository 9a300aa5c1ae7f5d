import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { DemoAccount } from '../ui/types.ts';
import { desksOf, found } from './demo.ts';
import type { Desk } from './demo.ts';
import './roles.css';

/** Everybody of the demo by desk, closed until opened or searched. Picking one logs in. */
export function DemoPeople({
  accounts,
  onPick,
}: {
  accounts: readonly DemoAccount[];
  onPick: (account: string) => void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const searching = typed.trim() !== '';
  const shown = searching ? found(accounts, typed) : accounts;
  return (
    <div className="demo-people">
      <div className="demo-search">
        <Input
          type="search"
          aria-label="查找演示账号"
          placeholder="姓名、单位、职务或角色"
          allowClear
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
        />
        <span className="soft" role="status">
          {searching ? `找到 ${shown.length} 人` : `共 ${accounts.length} 人`}
        </span>
      </div>
      {shown.length === 0 ? <p className="demo-none">没有符合“{typed.trim()}”的演示账号。</p> : null}
      {desksOf(shown).map((desk) => (
        <OneDesk key={`${desk.title}${searching}`} desk={desk} open={searching} onPick={onPick} />
      ))}
    </div>
  );
}

function OneDesk({
  desk,
  open,
  onPick,
}: {
  desk: Desk;
  open: boolean;
  onPick: (account: string) => void;
}): ReactNode {
  return (
    <details className="demo-desk" open={open}>
      <summary>
        {desk.title} <span className="soft num">{desk.people.length}人</span>
      </summary>
      <ul>
        {desk.people.map((one) => (
          <li key={one.account}>
            <button type="button" className="demo-person" onClick={() => onPick(one.account)}>
              <span className="demo-person-name">{one.name}</span>
              <span>
                {one.unitName}
                {one.post ? ` · ${one.post}` : ''}
              </span>
              <span className="soft">{one.roles.join('、')}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
