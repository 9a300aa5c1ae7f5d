import type { ReactNode } from 'react';
import { FormWindow } from '../ui/form/form-window.tsx';
import type { CaseDetail } from '../ui/types.ts';

/** 来件: what this person may send to the case where its diagram listens now (申请改期, 群众线索). */
export function AskedMessages({ of }: { of: CaseDetail }): ReactNode {
  if (of.messages.length === 0) return null;
  return (
    <div className="row no-print">
      {of.messages.map(({ elementId, name }) => (
        <FormWindow
          key={elementId}
          word={name}
          title={`${of.caseNo} · ${name}`}
          from={`/cases/${of.caseId}/messages/${elementId}`}
          to={`/cases/${of.caseId}/messages/${elementId}`}
          draft={`message.${of.caseId}.${elementId}`}
          sent="已登记，办理人员随即收到。"
          refreshes={['/tasks', `/cases/${of.caseId}`]}
        />
      ))}
    </div>
  );
}
