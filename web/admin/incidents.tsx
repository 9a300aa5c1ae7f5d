import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { at } from '../ui/format.ts';
import { useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';
import { Act } from './act.tsx';
import { MendForm } from './incident-mend.tsx';
import { WithdrawForm } from './incident-withdraw.tsx';

export interface Incident {
  incidentKey: string;
  caseNo: string | null;
  elementName: string;
  process: string;
  /** What is wrong, in Chinese. */
  wrong: string;
  errorType: string;
  message: string;
  at: string;
  /** Variables that can be set right. */
  mendable: { name: string; label: string }[];
  withdrawable: boolean;
}

/** Incidents of the engine: steps that stand still until somebody tries them again, sets them right, or withdraws the case. */
export function Incidents(): ReactNode {
  const incidents = useGet<{ items: Incident[] }>('/operator/incidents', { refetchInterval: 15_000 });
  return (
    <section className="card" aria-label="流程故障">
      <h2>流程故障</h2>
      <Shown of={incidents}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="card-body soft">没有故障。步骤多次失败后会停在这里，排除原因后点“重试”继续。</p>
          ) : (
            <ul className="admin-rows">
              {items.map((incident) => (
                <li key={incident.incidentKey} className="admin-incident">
                  <What of={incident} />
                  <Acts of={incident} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

function What({ of }: { of: Incident }): ReactNode {
  return (
    <span>
      <strong>{of.elementName}</strong> <span className="num">{of.caseNo ?? ''}</span>{' '}
      <span className="soft">{of.process}</span> <span className="soft num">{at(of.at)}</span>
      <span className="admin-error">{of.wrong}。</span>
      <span className="soft admin-error">{adviceFor(of)}</span>
      <details className="soft">
        <summary>技术信息</summary>
        <span className="mono admin-error">
          {of.errorType} {of.message}
        </span>
      </details>
    </span>
  );
}

const adviceFor = ({ mendable, withdrawable }: Incident): string =>
  [
    '原因已经排除的，点“重试”。',
    mendable.length > 0 ? '缺办理单位的，点“更正”补上后自动重试。' : '',
    withdrawable ? '无法排除的，可以撤销案件。' : '',
  ].join('');

function Acts({ of }: { of: Incident }): ReactNode {
  const [open, setOpen] = useState<'mend' | 'withdraw' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <span className="row">
      <Act label="重试" path={`/operator/incidents/${of.incidentKey}/retry`} done="已重试" />
      {of.mendable.length > 0 ? (
        <Button size="small" aria-haspopup="dialog" onClick={() => setOpen('mend')}>
          更正
        </Button>
      ) : null}
      {of.withdrawable ? (
        <Button size="small" danger aria-haspopup="dialog" onClick={() => setOpen('withdraw')}>
          撤销案件
        </Button>
      ) : null}
      <Modal
        open={open !== null}
        title={open === 'mend' ? `更正：${of.elementName}` : `撤销案件：${of.caseNo ?? ''}`}
        footer={null}
        width={520}
        destroyOnHidden
        onCancel={close}
      >
        {open === 'mend' ? <MendForm of={of} onClose={close} /> : null}
        {open === 'withdraw' ? <WithdrawForm of={of} onClose={close} /> : null}
      </Modal>
    </span>
  );
}
