import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { useMe } from '../ui/session.tsx';

const InDemo = lazy(() => import('./first-steps.tsx'));

/** First steps under an empty list; fetched only in a demo. */
export function FirstSteps(): ReactNode {
  return useMe().mode === 'demo' ? (
    <Suspense>
      <InDemo />
    </Suspense>
  ) : null;
}
