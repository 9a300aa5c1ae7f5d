import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { Facts } from '../ui/facts.tsx';
import { useGet } from '../ui/query.ts';
import { Loading, Shown } from '../ui/states.tsx';
import { History } from './history.tsx';
import type { Register, RegisterChange, RegisterRow } from './types.ts';

const RowForm = lazy(() => import('./row-form.tsx'));
const Reorganise = lazy(() => import('./reorganise.tsx'));

/** One row in a window: to be changed by who keeps the register, else to be read; and everything that was changed in it. */
export function RowWindow({
  of,
  rowId,
  onClose,
}: {
  of: Register;
  rowId: string;
  onClose: () => void;
}): ReactNode {
  const fresh = rowId === 'new';
  const read = useGet<{ row: RegisterRow; history: RegisterChange[] }>(
    fresh ? null : `/registers/${of.name}/rows/${encodeURIComponent(rowId)}`,
  );
  return (
    <Modal
      open
      title={fresh ? `新增：${of.title}` : of.title}
      footer={null}
      width={760}
      destroyOnHidden
      onCancel={onClose}
    >
      <Suspense fallback={<Loading />}>
        {fresh ? (
          <RowForm of={of} row={null} onDone={onClose} />
        ) : (
          <Shown of={read}>
            {({ row, history }) => (
              <div className="stack">
                {of.can.edit ? (
                  <RowForm key={row.version} of={of} row={row} onDone={onClose} />
                ) : (
                  <Facts
                    facts={of.columns.map(({ key, label }) => ({ label, value: row.texts[key] ?? '' }))}
                  />
                )}
                {of.can.reorganise ? (
                  <Reorganise
                    unitId={rowId}
                    name={row.texts['name'] ?? ''}
                    ended={Boolean(row.values['successorId'])}
                  />
                ) : null}
                {of.natural === null ? null : <History of={history} />}
              </div>
            )}
          </Shown>
        )}
      </Suspense>
    </Modal>
  );
}
