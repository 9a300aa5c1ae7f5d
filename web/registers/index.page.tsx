import type { ReactNode } from 'react';
import { Redirect } from 'wouter';
import { useGet } from '../ui/query.ts';
import { Nothing, Shown } from '../ui/states.tsx';

/** 台账: opens at the first that the person may read; the others stand above it. */
export default function RegistersPage(): ReactNode {
  const registers = useGet<{ items: { name: string }[] }>('/registers', { staleTime: 600_000 });
  return (
    <Shown of={registers}>
      {({ items: [first] }) =>
        first ? (
          <Redirect to={`/registers/${first.name}`} replace />
        ) : (
          <Nothing title="没有您可以查看的台账" />
        )
      }
    </Shown>
  );
}
