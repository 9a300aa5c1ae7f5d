import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { at } from '../ui/format.ts';
import { useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';
import { Act } from './act.tsx';

interface Trigger {
  triggerId: string;
  nameZh: string;
  key: string;
  caseNo: string;
  createdAt: string;
  receivable: boolean;
}

/** 待启动: messages that wait for a process to receive them; each is started once, by a deployment or by hand. */
export function Triggers(): ReactNode {
  const triggers = useGet<{ items: Trigger[] }>('/operator/triggers', { refetchInterval: 15_000 });
  return (
    <section className="card" aria-label="待启动">
      <h2>待启动</h2>
      <Shown of={triggers}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="card-body soft">
              没有待启动的消息。接收流程尚未部署的消息会留在这里，部署后自动启动。
            </p>
          ) : (
            <>
              <ul className="admin-rows">
                {items.map((t) => (
                  <li key={t.triggerId}>
                    <span>
                      <strong>{t.nameZh}</strong> <span className="num">{t.caseNo}</span>{' '}
                      <span className="mono soft">{t.key}</span>{' '}
                      <span className="soft num">{at(t.createdAt)}</span>{' '}
                      <span className={t.receivable ? 'tag good' : 'tag warn'}>
                        {t.receivable ? '接收流程已部署' : '接收流程未部署'}
                      </span>
                    </span>
                    {t.receivable ? (
                      <Act label="启动" path={`/operator/triggers/${t.triggerId}/start`} done="已启动" />
                    ) : null}
                  </li>
                ))}
              </ul>
              {items.some(({ receivable }) => receivable) ? (
                <div className="card-body">
                  <Act
                    label="全部启动"
                    path="/operator/triggers/start"
                    done={(answer) => `已启动 ${(answer as { started: number }).started} 条`}
                  />
                </div>
              ) : null}
            </>
          )
        }
      </Shown>
      <p className="card-body">
        <Link href="/registers/talk-rules">约谈规则与每日扫描</Link>
      </p>
    </section>
  );
}
