import { Button, Input, Modal } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { dueText, shortAt } from '../ui/format.ts';
import { Labelled } from '../ui/labelled.tsx';
import type { CaseDetail, Escalation } from '../ui/types.ts';
import { useMove } from './use-move.ts';

/** As the server asks (escalations.routes.ts). */
const COMMENT = { min: 2, max: 500 };
const FIELDS = ['comment'] as const;

/** 超期升级: which limits ran out, whom that climbed to, who has taken note; and 签阅 for whom it climbed to. */
export function Escalations({ of }: { of: Pick<CaseDetail, 'caseId' | 'escalations'> }): ReactNode {
  if (of.escalations.length === 0) return null;
  const waits = of.escalations.some((one) => one.mayAcknowledge);
  return (
    <section className="card part" aria-label="超期升级">
      <h2>超期升级</h2>
      <DataTable
        caption="超期升级"
        columns={columns(of.caseId).filter((column) => waits || column.key !== 'acknowledge')}
        rows={of.escalations}
        rowKey={(one) => one.clockId}
      />
    </section>
  );
}

const columns = (caseId: string): Column<Escalation>[] => [
  {
    key: 'clock',
    title: '时限',
    width: '220px',
    card: 'head',
    render: (one) => (
      <>
        {one.name}
        <span className="sub case-wait num">到期 {dueText(one.dueAt)}</span>
      </>
    ),
  },
  {
    key: 'levels',
    title: '升级与签阅',
    card: 'foot',
    render: (one) => (
      <ul className="case-list">
        {one.levels.map((level) => (
          <Level key={level.level} of={level} />
        ))}
      </ul>
    ),
  },
  {
    key: 'acknowledge',
    title: '操作',
    width: '90px',
    card: 'foot',
    render: (one) => (one.mayAcknowledge ? <AcknowledgeButton caseId={caseId} of={one} /> : null),
  },
];

function Level({ of }: { of: Escalation['levels'][number] }): ReactNode {
  const to = of.to.filter((name) => name !== of.name).join('、');
  return (
    <li>
      <span className="num soft">{shortAt(of.rangAt)}</span> 第{of.level}级 {of.name}
      {to ? <span className="soft">（{to}）</span> : null}{' '}
      {of.acknowledgedAt ? (
        <>
          <span className="tag good">已签阅</span> {of.acknowledgedByName}{' '}
          <span className="num soft">{shortAt(of.acknowledgedAt)}</span>
          {of.comment ? `：${of.comment}` : ''}
        </>
      ) : (
        <span className="tag warn">未签阅</span>
      )}
    </li>
  );
}

function AcknowledgeButton({ caseId, of }: { caseId: string; of: Escalation }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        className="no-print"
        aria-label={`签阅${of.name}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        签阅
      </Button>
      <Modal
        open={open}
        title={`签阅：${of.name}超期`}
        footer={null}
        width={520}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        {open ? <CommentForm caseId={caseId} of={of} onClose={() => setOpen(false)} /> : null}
      </Modal>
    </>
  );
}

function CommentForm({
  caseId,
  of,
  onClose,
}: {
  caseId: string;
  of: Escalation;
  onClose: () => void;
}): ReactNode {
  const [comment, setComment] = useState('');
  const { faults, said, busy, next, send } = useMove(
    `/cases/${caseId}/clocks/${of.clockId}/acknowledge`,
    FIELDS,
    onClose,
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const text = comment.trim();
    const enough = text.length >= COMMENT.min;
    next(enough ? {} : { comment: `请写签阅意见，不少于${COMMENT.min}个字` });
    // An acknowledgement takes nothing away from anybody: it is not asked about once more.
    if (enough) void send({ comment: text });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>签阅表示您已知悉此项超期，意见记入时限台账。签阅不改变期限，也不代替超期说明。</p>
      <Labelled id="acknowledge-comment" label="签阅意见" fault={faults.comment}>
        {(labelling) => (
          <Input.TextArea
            {...labelling}
            autoFocus
            rows={3}
            maxLength={COMMENT.max}
            showCount
            status={faults.comment ? 'error' : ''}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
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
          签阅
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  );
}
