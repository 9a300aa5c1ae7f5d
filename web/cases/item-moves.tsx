import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { CaseItem } from '../ui/types.ts';
import { MergeForm } from './item-merge.tsx';
import { TransferForm } from './item-transfer.tsx';
import './item-moves.css';

type Move = 'merge' | 'transfer';
const WORDS: Record<Move, string> = { merge: '合并', transfer: '移交' };

/** 合并 and 移交 of one item: ends besides 销号, for whoever the server says may do it (`canMove`). */
export function ItemMoves({ caseId, item }: { caseId: string; item: CaseItem }): ReactNode {
  const [move, setMove] = useState<Move | null>(null);
  const close = (): void => setMove(null);
  return (
    <span className="row item-moves no-print">
      {(['merge', 'transfer'] as const).map((one) => (
        <Button
          key={one}
          size="small"
          onClick={() => setMove(one)}
          aria-label={`${WORDS[one]}事项${item.no}`}
          aria-haspopup="dialog"
        >
          {WORDS[one]}
        </Button>
      ))}
      <Modal
        open={move !== null}
        title={move === null ? '' : `${WORDS[move]}事项${item.no}`}
        footer={null}
        width={560}
        destroyOnHidden
        onCancel={close}
      >
        {move === 'merge' ? <MergeForm caseId={caseId} item={item} onClose={close} /> : null}
        {move === 'transfer' ? <TransferForm caseId={caseId} item={item} onClose={close} /> : null}
      </Modal>
    </span>
  );
}
