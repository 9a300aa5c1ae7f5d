import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { LIMITS } from '../../core/text/limits.ts';
import { Labelled } from '../ui/labelled.tsx';
import { useGet } from '../ui/query.ts';
import type { CaseItem } from '../ui/types.ts';
import { MoveFrame } from './move-frame.tsx';
import { useMove } from './use-move.ts';

const FIELDS = ['receiver', 'reason'] as const;
/** As the server asks (items.routes.ts). */
const REASON = LIMITS.transferReason;

/** 移交: another unit takes the matter over; it must sign for it first. */
export function TransferForm({
  caseId,
  item,
  onClose,
}: {
  caseId: string;
  item: CaseItem;
  onClose: () => void;
}): ReactNode {
  const move = useMove(`/cases/${caseId}/items/${item.itemId}/transfer`, FIELDS, onClose);
  const units = useGet<{ unitId: string; name: string }[]>('/lookups/units', { staleTime: 600_000 });
  const [receiver, setReceiver] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const unit = units.data?.find(({ unitId }) => unitId === receiver);
  const check = (): void =>
    move.next({
      ...(unit ? {} : { receiver: '请选择接收单位' }),
      ...(reason.trim().length < REASON.min ? { reason: `请写明移交理由，不少于${REASON.min}个字` } : {}),
    });
  return (
    <MoveFrame
      word="移交"
      {...move}
      onNext={check}
      onBack={move.back}
      onSend={() => void move.send({ receiver, reason: reason.trim() })}
      onClose={onClose}
      summary={
        <>
          <p>
            将事项{item.no}“{item.title}”移交 <strong>{unit?.name}</strong>。
          </p>
          <p>理由：{reason.trim()}</p>
          <p>移交后正在办理的整改环节从待办中撤下，由接收单位签收；拒收的由安委办裁定。</p>
        </>
      }
      fields={
        <>
          <p className="soft">
            事项{item.no}：{item.title}
            {item.responsibleName ? `（现责任单位：${item.responsibleName}）` : ''}
          </p>
          <Labelled id="transfer-receiver" label="接收单位" fault={move.faults.receiver}>
            {(labelling) => (
              <Select
                {...labelling}
                autoFocus
                showSearch={{ optionFilterProp: 'label' }}
                placeholder="选择单位"
                loading={units.isPending}
                status={move.faults.receiver ? 'error' : ''}
                value={receiver}
                options={(units.data ?? []).map(({ unitId, name }) => ({ value: unitId, label: name }))}
                notFoundContent={units.isPending ? '正在读取…' : '没有这个单位'}
                onChange={(next: string | null) => setReceiver(next)}
              />
            )}
          </Labelled>
          <Labelled id="transfer-reason" label="移交理由" fault={move.faults.reason}>
            {(labelling) => (
              <Input.TextArea
                {...labelling}
                rows={3}
                maxLength={REASON.max}
                showCount
                status={move.faults.reason ? 'error' : ''}
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
