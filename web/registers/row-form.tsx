import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { asProblem, post } from '../ui/http.ts';
import { Labelled } from '../ui/labelled.tsx';
import { refresh } from '../ui/query.ts';
import { RowField } from './row-field.tsx';
import type { Register, RegisterRow, Values } from './types.ts';

/** Enter or change a row. A refusal stands at its field; what somebody else changed meanwhile is told, not overwritten. */
export default function RowForm({
  of,
  row,
  onDone,
}: {
  of: Register;
  row: RegisterRow | null;
  onDone: () => void;
}): ReactNode {
  const [values, setValues] = useState<Values>(row?.values ?? {});
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [said, setSaid] = useState<{ text: string; stale: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const base = `/registers/${of.name}/rows`;
  const send = async (path: string, body: unknown): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid(null);
    setFaults({});
    try {
      await post(path, body);
      await refresh('/registers', '/lookups');
      return onDone();
    } catch (error) {
      const problem = asProblem(error);
      const named = problem.errors.filter(({ path: key }) => of.columns.some((column) => column.key === key));
      setFaults(Object.fromEntries(named.map(({ path: key, message }) => [key, message])));
      setSaid({ text: problem.title, stale: problem.status === 409 && row !== null });
    }
    setBusy(false);
  };
  const save = (): Promise<void> =>
    send(
      row === null ? base : `${base}/${row.rowId}`,
      row === null ? { values } : { version: row.version, values },
    );
  const turn = (): Promise<void> =>
    send(`${base}/${row!.rowId}/${row!.retired ? 'restore' : 'retire'}`, { version: row!.version });
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="register-form">
        {of.columns.map((column) => (
          <Labelled
            key={column.key}
            id={`row-${column.key}`}
            label={column.label}
            optional={!column.required}
            fault={faults[column.key]}
            {...(column.hint ? { hint: column.hint } : {})}
          >
            {(labelling) => (
              <RowField
                column={column}
                labelling={labelling}
                value={values[column.key]}
                text={row?.texts[column.key] ?? ''}
                onChange={(value) => setValues((before) => ({ ...before, [column.key]: value }))}
              />
            )}
          </Labelled>
        ))}
      </div>
      {said ? (
        <div className="note bad row-between" role="alert">
          <span>{said.text}</span>
          {said.stale ? (
            <Button size="small" onClick={() => void refresh(base)}>
              载入最新内容
            </Button>
          ) : null}
        </div>
      ) : null}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy} disabled={row?.retired ?? false}>
          保存
        </Button>
        <Button onClick={onDone}>取消</Button>
        {row === null ? null : (
          <Button className="register-turn" disabled={busy} onClick={() => void turn()}>
            {row.retired ? '恢复' : '停用'}
          </Button>
        )}
      </div>
    </form>
  );
}
