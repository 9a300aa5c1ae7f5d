import type { ReactNode } from 'react';
import type { DemoAccount } from '../ui/types.ts';
import { ROLES } from './demo.ts';
import './roles.css';

/** The parts in a case, in its order: who plays each, and what this person does. Picking one logs in. */
export function RoleCards({
  accounts,
  onPick,
  current,
}: {
  accounts: readonly DemoAccount[];
  onPick: (account: string) => void;
  current?: string;
}): ReactNode {
  const names = new Map(accounts.map(({ account, name }) => [account, name]));
  return (
    <ol className="role-cards">
      {ROLES.filter(({ account }) => names.has(account)).map(({ account, no, title, does }) => (
        <li key={account}>
          <button
            type="button"
            className="role-card"
            aria-current={account === current ? 'true' : undefined}
            onClick={() => onPick(account)}
          >
            <span className="role-no num" aria-hidden="true">
              {no ?? '·'}
            </span>
            <span className="role-title">
              {title} <span className="role-name">{names.get(account)}</span>
            </span>
            <span className="role-does">{does}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
