import type { ReactNode } from 'react';
import { useGet } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Views } from '../ui/views.tsx';

/** The registers that the person may read and, for who may see them, the rules that trigger a talk; each at its address. */
export function RegisterViews({ current }: { current: string }): ReactNode {
  const me = useMe();
  const all = useGet<{ items: { name: string; title: string }[] }>('/registers', { staleTime: 600_000 });
  const items = [
    ...(all.data?.items ?? []),
    ...(me.can.talkRules ? [{ name: 'talk-rules', title: '约谈规则' }] : []),
  ];
  return (
    <Views
      label="各本台账"
      current={current}
      items={items.map(({ name, title }) => ({ key: name, title, href: `/registers/${name}` }))}
    />
  );
}
