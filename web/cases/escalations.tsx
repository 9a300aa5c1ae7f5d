import { Button, Input, Modal } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { LIMITS } from '../../core/text/limits.ts';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { dueText, shortAt } from '../ui/format.ts';
import { Labelled } from '../ui/labelled.tsx';
import { Paged } from '../ui/paged.tsx';
import type { CaseDetail, Escalation } from '../ui/types.ts';
import { MoveEnd } from './move-end.tsx';
import { useMove } from './use-move.ts';

/** As the server asks (escalations.routes.ts). */
const COMMENT = LIMITS.comment;
const FIELDS = ['comment'] as const;

/** 超期升级: which limits ran out, whom that climbed to, who has taken note; and 签阅 for whom it climbed to. */
export function Escalations({ of }: { of: Pick<CaseDetail, 'caseId' | 'escalations'> }): ReactNode {
  if (of.escalations.length === 0) return null;
  const waiting = of.escalations.filter((one) => one.mayAcknowledge);
  const shown = columns(of.caseId).filter((column) => waiting.length > 0 || column.key !== 'acknowledge');
  return (
    <section className="card part" aria-label="超期升级">
      <h2>超期升级</h2>
      {waiting.length > 1 ? (
        <p className="part-act no-print">
          <AcknowledgeButton caseId={of.caseId} of={waiting} word={`全部签阅（${waiting.length}）`} />
        </p>
      ) : null}
      <Paged
        what="时限"
        rows={of.escalations}
        size={10}
        words={(one) =>
          [one.name, one.about, ...one.levels.flatMap(({ name, to }) => [name, ...to])].join(' ')
        }
      >
        {(page) => <DataTable caption="超期升级" columns={shown} rows={page} rowKey={(one) => one.clockId} />}
      </Paged>
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
        {one.about ? <span className="sub case-wait">{one.about}</span> : null}
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
    render: (one) =>
      one.mayAcknowledge ? <AcknowledgeButton caseId={caseId} of={[one]} word="签阅" /> : null,
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

interface Acknowledging {
  caseId: string;
  /** The limits that are taken note of, one or many. */
  of: Escalation[];
}

const wordsOf = (of: Escalation[]): string => (of.length > 1 ? `${of.length}项时限` : of[0]!.name);

function AcknowledgeButton({ caseId, of, word }: Acknowledging & { word: string }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        className="no-print"
        aria-label={`签阅${wordsOf(of)}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {word}
      </Button>
      <Modal
        open={open}
        title={`签阅：${wordsOf(of)}超期`}
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

function CommentForm({ caseId, of, onClose }: Acknowledging & { onClose: () => void }): ReactNode {
  const [comment, setComment] = useState('');
  const { faults, said, busy, next, send } = useMove(`/cases/${caseId}/acknowledgements`, FIELDS, onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const text = comment.trim();
    const enough = text.length >= COMMENT.min;
    next(enough ? {} : { comment: `请写签阅意见，不少于${COMMENT.min}个字` });
    // An acknowledgement takes nothing away from anybody: it is not asked about once more.
    if (enough) void send({ comment: text, clockIds: of.map(({ clockId }) => clockId) });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>
        签阅表示您已知悉{of.length > 1 ? `这${of.length}项` : '此项'}
        超期，意见记入时限台账。签阅不改变期限，也不代替超期说明。
      </p>
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
      <MoveEnd said={said} busy={busy} word="签阅" onBack={onClose} />
    </form>
  );
}
