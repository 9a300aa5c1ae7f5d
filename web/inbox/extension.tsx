import type { ReactNode } from 'react';
import { FormWindow } from '../ui/form/form-window.tsx';

interface Props {
  caseId: string;
  clock: { clockId: string; name: string };
}

/** 申请延期: the form extension.request in a window above the page. */
export function ExtensionButton({ caseId, clock }: Props): ReactNode {
  return (
    <FormWindow
      word="申请延期"
      title={`申请延期：${clock.name}`}
      from={`/cases/${caseId}/extensions/form?clockId=${encodeURIComponent(clock.clockId)}`}
      to={`/cases/${caseId}/extensions`}
      extra={{ clockId: clock.clockId }}
      draft={`extension.${clock.clockId}`}
      sent="延期申请已提交，等待审批。批准前原时限照常计算。"
      refreshes={['/tasks', `/cases/${caseId}`]}
    />
  );
}
