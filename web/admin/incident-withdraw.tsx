import { Button, Input } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { useMove } from '../cases/use-move.ts';
import { Labelled } from '../ui/labelled.tsx';
import { refresh } from '../ui/query.ts';
import { REASON } from './incident-mend.tsx';
import type { Incident } from './incidents.tsx';

/** Withdraw the case that stands still: asked twice, the second time by writing its number once more. */
export function WithdrawForm({ of, onClose }: { of: Incident; onClose: () => void }): ReactNode {
  const [reason, setReason] = useState('');
  const [caseNo, setCaseNo] = useState('');
  // A wrong number is told at its field, so the question stays open.
  const [sure, setSure] = useState(false);
  const done = (): void => {
    void refresh('/operator');
    onClose();
  };
  const { faults, said, busy, next, send } = useMove(
    `/operator/incidents/${of.incidentKey}/withdraw`,
    ['reason', 'caseNo'] as const,
    done,
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (sure) return void send({ reason: reason.trim(), caseNo });
    const enough = reason.trim().length >= REASON.min;
    next(enough ? {} : { reason: `请写理由，不少于${REASON.min}个字` });
    setSure(enough);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>
        撤销后流程终止，待办和时限全部取消，不能恢复。主管部门、登记人和正在办理的人员会收到通知，理由记入办理过程。
      </p>
      <Labelled id="withdraw-reason" label="理由" fault={faults.reason}>
        {(labelling) => (
          <Input.TextArea
            {...labelling}
            rows={2}
            maxLength={REASON.max}
            readOnly={sure}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Labelled>
      {sure ? (
        <Labelled
          id="withdraw-no"
          label="再次填写案号，确认撤销"
          hint={of.caseNo ?? ''}
          fault={faults.caseNo}
        >
          {(labelling) => (
            <Input
              {...labelling}
              autoFocus
              value={caseNo}
              onChange={(event) => setCaseNo(event.target.value)}
            />
          )}
        </Labelled>
      ) : null}
      {said ? (
        <p className="note bad" role="alert">
          {said}
        </p>
      ) : null}
      <div className="row">
        <Button type="primary" danger htmlType="submit" loading={busy}>
          {sure ? '确认撤销' : '撤销案件'}
        </Button>
        <Button onClick={sure ? () => setSure(false) : onClose}>{sure ? '返回' : '取消'}</Button>
      </div>
    </form>
  );
}
