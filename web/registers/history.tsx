import type { ReactNode } from 'react';
import { at } from '../ui/format.ts';
import type { RegisterChange } from './types.ts';

const ACTS: Record<RegisterChange['act'], string> = {
  created: '新增',
  changed: '修改',
  retired: '停用',
  restored: '恢复',
};

/** What was changed in a row, by whom and when, the newest first; nothing is ever taken out of it. */
export function History({ of }: { of: RegisterChange[] }): ReactNode {
  return (
    <section aria-label="修改记录">
      <h3>修改记录</h3>
      {of.length === 0 ? <p className="soft">没有修改过。</p> : null}
      <ol className="register-history">
        {of.map((change, index) => (
          <li key={index}>
            <span className="num soft">{at(change.at)}</span> {change.byName}{' '}
            <strong>{ACTS[change.act]}</strong>
            {change.imported ? '（Excel 导入）' : ''}
            {change.act === 'changed' ? <Changes of={change.changes} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Field by field, old and new. */
export function Changes({ of }: { of: { label: string; before: string; after: string }[] }): ReactNode {
  return (
    <ul className="register-changes">
      {of.map(({ label, before, after }) => (
        <li key={label}>
          {label}：<del>{before || '（空）'}</del> → <ins>{after || '（空）'}</ins>
        </li>
      ))}
    </ul>
  );
}
