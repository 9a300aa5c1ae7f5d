import type { ReactNode } from 'react';
import { Reveal } from '../ui/reveal.tsx';

/** On a case page, for a keeper who also works on the case: who reported. */
export function Reporter({ caseId }: { caseId: string }): ReactNode {
  return (
    <section className="card no-print">
      <h2>举报人信息（保密）</h2>
      <div className="card-body">
        <Reveal path={`/cases/${caseId}/reporter`} act="查阅（留痕）" />
      </div>
    </section>
  );
}
