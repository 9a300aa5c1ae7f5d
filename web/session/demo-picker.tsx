import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { DemoAccount } from '../ui/types.ts';

// The order in which a case of the demo meets people; everybody else follows.
const ORDER = [
  '值班室',
  '安委办',
  '街道',
  '部门',
  '执法大队',
  '局领导',
  '企业',
  '回访员',
  '督查/审计',
  '系统管理员',
];

function rank(account: DemoAccount): number {
  const found = ORDER.findIndex((role) => account.roles.includes(role));
  return found === -1 ? ORDER.length : found;
}

/** The people of the demo district with what each may do; picking one fills the log-in form. */
export function DemoPicker({
  accounts,
  hasPassword,
  chosen,
  onPick,
}: {
  accounts: DemoAccount[];
  hasPassword: boolean;
  chosen: string;
  onPick: (account: string) => void;
}): ReactNode {
  const [q, setQ] = useState('');
  const shown = [...accounts]
    .sort((a, b) => rank(a) - rank(b))
    .filter((a) => [a.account, a.name, a.post ?? '', a.unitName, ...a.roles].join(' ').includes(q.trim()));
  return (
    <section className="login-people card" aria-labelledby="demo-title">
      <div className="row-between login-people-head">
        <h2 id="demo-title">演示账号</h2>
        <Input
          type="search"
          aria-label="查找演示账号"
          placeholder="姓名、单位、角色"
          allowClear
          value={q}
          onChange={(e) => setQ(e.target.value)}
        />
      </div>
      <p className="soft login-hint">
        这是演示环境，人员和企业均为虚构。选一个人，
        {hasPassword ? '账号和密码会自动填好' : '再填写启动时打印的演示密码'}，然后点“登录”。
      </p>
      <ul>
        {shown.map((a) => (
          <li key={a.account}>
            <button type="button" aria-pressed={a.account === chosen} onClick={() => onPick(a.account)}>
              <span className="login-name">{a.name}</span>
              <span>
                {a.unitName}
                {a.post ? ` · ${a.post}` : ''}
              </span>
              <span className="login-roles">{a.roles.join('、')}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="login-hint">没有符合“{q}”的演示账号。</p> : null}
    </section>
  );
}
