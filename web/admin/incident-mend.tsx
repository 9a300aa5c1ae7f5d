import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Labelled } from '../ui/labelled.tsx';
import { useGet } from '../ui/query.ts';
import { IncidentForm, useIncidentAct } from './incident-act.tsx';
import type { Incident } from './incidents.tsx';

interface UnitRow {
  unitId: string;
  name: string;
  kind: string;
  dissolved: boolean;
}

/** The group of a unit, as diagrams assign to it (core/policies.ts groupOfUnit). */
const groupOf = ({ unitId, kind }: UnitRow): string =>
  `${kind === 'street' || kind === 'soe' ? kind : 'dept'}:${unitId}`;

/** Set right who handles the step at which a case stands; the step is then tried again by itself. */
export function MendForm({ of, onClose }: { of: Incident; onClose: () => void }): ReactNode {
  const [name, setName] = useState(of.mendable[0]!.name);
  const [value, setValue] = useState<string | null>(null);
  const units = useGet<UnitRow[]>('/lookups/units', { staleTime: 600_000 });
  const act = useIncidentAct(of, 'mend', ['name', 'value', 'reason'] as const, onClose);
  const submit = (): void => {
    const missing = { ...(value === null ? { value: '请选择单位' } : {}), ...act.missing };
    act.next(missing);
    if (Object.keys(missing).length === 0) void act.send({ name, value, reason: act.reason.trim() });
  };
  const options = (units.data ?? [])
    .filter((unit) => !unit.dissolved)
    .map((unit) => ({ value: name.endsWith('Group') ? groupOf(unit) : unit.unitId, label: unit.name }));
  const fields = (
    <>
      <Labelled id="mend-name" label="更正什么" fault={act.faults.name}>
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
      <Labelled id="mend-value" label="更正为" fault={act.faults.value}>
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
    </>
  );
  return (
    <IncidentForm
      id="mend"
      act={act}
      what="更正后步骤自动重试。更正和理由记入案件的办理过程。"
      above={fields}
      word="更正并重试"
      onBack={onClose}
      onSubmit={submit}
    />
  );
}
