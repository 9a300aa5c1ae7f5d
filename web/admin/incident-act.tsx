import { Input } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { MoveEnd } from '../cases/move-end.tsx';
import { useMove, type Move } from '../cases/use-move.ts';
import { Labelled } from '../ui/labelled.tsx';
import { refresh } from '../ui/query.ts';
import type { Incident } from './incidents.tsx';

const REASON = { min: 5, max: 200 };

/** What an operator does to a case that stands still, always with a reason. */
export interface IncidentAct<F extends string> extends Move<F> {
  reason: string;
  setReason: (reason: string) => void;
  /** What is missing of the reason. */
  missing: { reason?: string };
}

/** Send such an act: `fields` are the names the server uses for faults. */
export function useIncidentAct<F extends string>(
  of: Incident,
  verb: 'mend' | 'withdraw',
  fields: readonly F[],
  onClose: () => void,
): IncidentAct<F> {
  const [reason, setReason] = useState('');
  const move = useMove(`/operator/incidents/${of.incidentKey}/${verb}`, fields, () => {
    void refresh('/operator');
    onClose();
  });
  const missing = reason.trim().length < REASON.min ? { reason: `请写理由，不少于${REASON.min}个字` } : {};
  return { ...move, reason, setReason, missing };
}

/** The dialogue of such an act: what it does, the reason between the fields of its own, the buttons. */
export function IncidentForm({
  id,
  act,
  what,
  above,
  below,
  fixed = false,
  onSubmit,
  ...end
}: {
  /** Begins the ids of the fields. */
  id: string;
  act: IncidentAct<'reason'>;
  what: ReactNode;
  above?: ReactNode;
  below?: ReactNode;
  /** The reason is no longer to be changed. */
  fixed?: boolean;
  word: string;
  danger?: boolean;
  backWord?: string;
  onBack: () => void;
  onSubmit: () => void;
}): ReactNode {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{what}</p>
      {above}
      <Labelled id={`${id}-reason`} label="理由" fault={act.faults.reason}>
        {(labelling) => (
          <Input.TextArea
            {...labelling}
            rows={2}
            maxLength={REASON.max}
            readOnly={fixed}
            value={act.reason}
            onChange={(event) => act.setReason(event.target.value)}
          />
        )}
      </Labelled>
      {below}
      <MoveEnd said={act.said} busy={act.busy} {...end} />
    </form>
  );
}
