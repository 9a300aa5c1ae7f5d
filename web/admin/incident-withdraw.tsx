import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Labelled } from '../ui/labelled.tsx';
import { IncidentForm, useIncidentAct } from './incident-act.tsx';
import type { Incident } from './incidents.tsx';

/** Withdraw the case that stands still: asked twice, the second time by writing its number once more. */
export function WithdrawForm({ of, onClose }: { of: Incident; onClose: () => void }): ReactNode {
  const [caseNo, setCaseNo] = useState('');
  // A wrong number is told at its field, so the question stays open.
  const [sure, setSure] = useState(false);
  const act = useIncidentAct(of, 'withdraw', ['reason', 'caseNo'] as const, onClose);
  const submit = (): void => {
    if (sure) return void act.send({ reason: act.reason.trim(), caseNo });
    act.next(act.missing);
    setSure(act.missing.reason === undefined);
  };
  const number = (
    <Labelled
      id="withdraw-no"
      label="再次填写案号，确认撤销"
      hint={of.caseNo ?? ''}
      fault={act.faults.caseNo}
    >
      {(labelling) => (
        <Input {...labelling} autoFocus value={caseNo} onChange={(event) => setCaseNo(event.target.value)} />
      )}
    </Labelled>
  );
  return (
    <IncidentForm
      id="withdraw"
      act={act}
      what="撤销后流程终止，待办和时限全部取消，不能恢复。主管部门、登记人和正在办理的人员会收到通知，理由记入办理过程。"
      below={sure ? number : null}
      fixed={sure}
      danger
      word={sure ? '确认撤销' : '撤销案件'}
      backWord={sure ? '返回' : '取消'}
      onBack={sure ? () => setSure(false) : onClose}
      onSubmit={submit}
    />
  );
}
