import { Button, Input, Select } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { useMove } from '../cases/use-move.ts';
import { Labelled } from '../ui/labelled.tsx';
import { refresh, useGet } from '../ui/query.ts';
import type { Incident } from './incidents.tsx';

interface UnitRow {
  unitId: string;
  name: string;
  kind: string;
  dissolved: boolean;
}

export const REASON = { min: 5, max: 200 };

/** The group of a unit, as diagrams assign to it (core/policies.ts groupOfUnit). */
const groupOf = ({ unitId, kind }: UnitRow): string =>
  `${kind === 'street' || kind === 'soe' ? kind : 'dept'}:${unitId}`;

/** Set right who handles the step at which a case stands; the step is then tried again by itself. */
export function MendForm({ of, onClose }: { of: Incident; onClose: () => void }): ReactNode {
  const [name, setName] = useState(of.mendable[0]!.name);
  const [value, setValue] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const units = useGet<UnitRow[]>('/lookups/units', { staleTime: 600_000 });
  const done = (): void => {
    void refresh('/operator');
    onClose();
  };
  const { faults, said, busy, next, send } = useMove(
    `/operator/incidents/${of.incidentKey}/mend`,
    ['name', 'value', 'reason'] as const,
    done,
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const missing = {
      ...(value === null ? { value: '请选择单位' } : {}),
      ...(reason.trim().length < REASON.min ? { reason: `请写理由，不少于${REASON.min}个字` } : {}),
    };
    next(missing);
    if (Object.keys(missing).length === 0) void send({ name, value, reason: reason.trim() });
  };
  const options = (units.data ?? [])
    .filter((unit) => !unit.dissolved)
    .map((unit) => ({ value: name.endsWith('Group') ? groupOf(unit) : unit.unitId, label: unit.name }));
  return (
    <form className="stack" onSubmit={submit}>
      <p>更正后步骤自动重试。更正和理由记入案件的办理过程。</p>
      <Labelled id="mend-name" label="更正什么" fault={faults.name}>
        {(labelling) => (
          <Select
            {...labelling}
            value={name}
            options={of.mendable.map((one) => ({ value: one.name, label: one.label }))}
            onChange={(chosen) => {
              setName(chosen);
              setValue(null);
            }}
          />
        )}
      </Labelled>
      <Labelled id="mend-value" label="更正为" fault={faults.value}>
        {(labelling) => (
          <Select
            {...labelling}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="选择单位"
            loading={units.isPending}
            value={value}
            options={options}
            onChange={setValue}
          />
        )}
      </Labelled>
      <Labelled id="mend-reason" label="理由" fault={faults.reason}>
        {(labelling) => (
          <Input.TextArea
            {...labelling}
            rows={2}
            maxLength={REASON.max}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Labelled>
      {said ? (
        <p className="note bad" role="alert">
          {said}
        </p>
      ) : null}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy}>
          更正并重试
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  );
}
