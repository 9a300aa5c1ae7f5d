import type { ReactNode } from 'react';
import { at } from '../ui/format.ts';
import { useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';
import { Act } from './act.tsx';

interface Incident {
  incidentKey: string;
  caseNo: string | null;
  elementId: string;
  elementName: string | null;
  process: string;
  errorType: string;
  message: string;
  at: string;
  jobKey: string | null;
}

/** Incidents of the engine: steps that stand still until somebody has mended the cause and tries them again. */
export function Incidents(): ReactNode {
  const incidents = useGet<{ items: Incident[] }>('/operator/incidents', { refetchInterval: 15_000 });
  return (
    <section className="card">
      <h2>流程故障</h2>
      <Shown of={incidents}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="card-body soft">没有故障。步骤多次失败后会停在这里，排除原因后点“重试”继续。</p>
          ) : (
            <ul className="admin-rows">
              {items.map((i) => (
                <li key={i.incidentKey}>
                  <span>
                    <strong>{i.elementName ?? i.elementId}</strong>{' '}
                    <span className="num">{i.caseNo ?? ''}</span> <span className="soft">{i.process}</span>{' '}
                    <span className="tag bad">{i.errorType}</span>{' '}
                    <span className="soft num">{at(i.at)}</span>
                    <span className="mono admin-error">{i.message}</span>
                  </span>
                  <Act label="重试" path={`/operator/incidents/${i.incidentKey}/retry`} done="已重试" />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
