import { Button, Checkbox, Input, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { LIMITS } from '../../core/text/limits.ts';
import { MoveFrame } from '../cases/move-frame.tsx';
import { asProblem, post } from '../ui/http.ts';
import { Labelled } from '../ui/labelled.tsx';
import { refresh, useGet } from '../ui/query.ts';

interface Moved {
  successorName: string;
  cases: number;
  tasks: number;
  items: number;
  people: number;
}
type Faults = Partial<Record<'successorId' | 'newName' | 'reason', string>>;
const REASON_MIN = LIMITS.reason.min;

/**
 * 机构变动 of a unit: merged into another or renamed; asked twice, because it cannot be taken back. Of a unit that has a
 * successor already (`ended`) nothing is left to do, but what came of it stays to be read when the row is read anew.
 */
export default function Reorganise({
  unitId,
  name,
  ended,
}: {
  unitId: string;
  name: string;
  ended: boolean;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Moved | null>(null);
  if (done)
    return (
      <p className="note good" role="status">
        已由“{done.successorName}”接着办：{done.cases}件案件、{done.tasks}个环节、{done.items}个事项
        {done.people > 0 ? `，转入${done.people}人` : ''}。
      </p>
    );
  if (ended) return null;
  if (!open) return <Button onClick={() => setOpen(true)}>机构变动</Button>;
  return <ReorganiseForm unitId={unitId} name={name} onDone={setDone} onClose={() => setOpen(false)} />;
}

function ReorganiseForm({
  unitId,
  name,
  onDone,
  onClose,
}: {
  unitId: string;
  name: string;
  onDone: (moved: Moved) => void;
  onClose: () => void;
}): ReactNode {
  const units = useGet<{ unitId: string; name: string }[]>('/lookups/units', { staleTime: 600_000 });
  const [how, setHow] = useState<'merge' | 'rename'>('merge');
  const [successorId, setSuccessor] = useState<string | null>(null);
  const [newName, setNewName] = useState('');
  const [withPeople, setWithPeople] = useState(true);
  const [reason, setReason] = useState('');
  const [faults, setFaults] = useState<Faults>({});
  const [said, setSaid] = useState('');
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const target =
    how === 'merge' ? units.data?.find((unit) => unit.unitId === successorId)?.name : newName.trim();
  const check = (): void => {
    const found: Faults = {
      ...(target ? {} : how === 'merge' ? { successorId: '请选择继受单位' } : { newName: '请填写新名称' }),
      ...(reason.trim().length < REASON_MIN ? { reason: `请写明依据，不少于${REASON_MIN}个字` } : {}),
    };
    setFaults(found);
    setSaid('');
    setSure(Object.keys(found).length === 0);
  };
  const send = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      const body = {
        withPeople,
        reason: reason.trim(),
        ...(how === 'merge' ? { successorId } : { newName: newName.trim() }),
      };
      const moved = await post<Moved>(`/units/${unitId}/reorganise`, body);
      onDone(moved);
      await refresh('/registers', '/lookups', '/cases', '/tasks');
      return;
    } catch (error) {
      const problem = asProblem(error);
      setFaults(Object.fromEntries(problem.errors.map(({ path, message }) => [path, message])) as Faults);
      setSaid(problem.title);
      setSure(false);
    }
    setBusy(false);
  };
  return (
    <MoveFrame
      word="变动"
      sure={sure}
      busy={busy}
      said={said}
      onNext={check}
      onBack={() => setSure(false)}
      onSend={() => void send()}
      onClose={onClose}
      summary={
        <>
          <p>
            “{name}”{how === 'merge' ? '并入' : '更名为'} <strong>{target}</strong>。依据：{reason.trim()}
          </p>
          <p>
            其在办环节、待办和事项转给继受单位，每件案件留痕；今后派给原单位的也由继受单位办理。原单位仍可查看原有案件。
          </p>
          <p>此操作不能撤回。</p>
        </>
      }
      fields={
        <>
          <Radio.Group
            aria-label="变动方式"
            value={how}
            onChange={(event) => setHow(event.target.value as 'merge' | 'rename')}
            options={[
              { value: 'merge', label: '并入其他单位' },
              { value: 'rename', label: '更名' },
            ]}
          />
          {how === 'merge' ? (
            <>
              <Labelled id="reorganise-successor" label="继受单位" fault={faults.successorId}>
                {(labelling) => (
                  <Select
                    {...labelling}
                    showSearch={{ optionFilterProp: 'label' }}
                    placeholder="选择单位"
                    status={faults.successorId ? 'error' : ''}
                    value={successorId}
                    options={(units.data ?? [])
                      .filter((unit) => unit.unitId !== unitId)
                      .map((unit) => ({ value: unit.unitId, label: unit.name }))}
                    onChange={(next: string | null) => setSuccessor(next)}
                  />
                )}
              </Labelled>
              <Checkbox checked={withPeople} onChange={(event) => setWithPeople(event.target.checked)}>
                原单位人员一并转入继受单位
              </Checkbox>
            </>
          ) : (
            <Labelled id="reorganise-name" label="新名称" fault={faults.newName}>
              {(labelling) => (
                <Input
                  {...labelling}
                  maxLength={60}
                  status={faults.newName ? 'error' : ''}
                  value={newName}
                  onChange={(event) => setNewName(event.target.value)}
                />
              )}
            </Labelled>
          )}
          <Labelled id="reorganise-reason" label="依据" fault={faults.reason}>
            {(labelling) => (
              <Input.TextArea
                {...labelling}
                rows={2}
                maxLength={500}
                status={faults.reason ? 'error' : ''}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Labelled>
        </>
      }
    />
  );
}
