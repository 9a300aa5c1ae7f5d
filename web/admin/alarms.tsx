import type { ReactNode } from 'react';
import { at } from '../ui/format.ts';
import { useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';
import { Act } from './act.tsx';

interface Alarm {
  alarmId: string;
  caseNo: string;
  subject: string;
  level: number;
  desk: string;
  groups: string[];
  at: string;
  doneAt: string | null;
  doneByName: string | null;
}

/** 无人岗位告警: an overdue time limit climbed to a desk where nobody is; somebody must be appointed. */
export function Alarms(): ReactNode {
  const alarms = useGet<{ items: Alarm[] }>('/operator/alarms', { refetchInterval: 15_000 });
  return (
    <section className="card" aria-label="无人岗位告警">
      <h2>无人岗位告警</h2>
      <Shown of={alarms}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="card-body soft">没有告警。超期时限升级到没有人员的岗位时会在这里提示。</p>
          ) : (
            <ul className="admin-rows">
              {items.map((alarm) => (
                <li key={alarm.alarmId}>
                  <span>
                    <span className={alarm.doneAt ? 'tag' : 'tag bad'}>
                      {alarm.doneAt ? '已处理' : '待处理'}
                    </span>{' '}
                    <span className="num">{alarm.caseNo}</span> <strong>“{alarm.subject}”</strong>
                    超期升级至{alarm.desk}（第{alarm.level}级），该岗位没有在岗人员{' '}
                    <span className="mono soft">{alarm.groups.join(' ')}</span>{' '}
                    <span className="soft num">{at(alarm.at)}</span>
                    {alarm.doneAt ? (
                      <span className="soft">
                        {' '}
                        · {alarm.doneByName} <span className="num">{at(alarm.doneAt)}</span> 处理
                      </span>
                    ) : null}
                  </span>
                  {alarm.doneAt ? null : (
                    <Act label="已处理" path={`/operator/alarms/${alarm.alarmId}/done`} done="已登记" />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
