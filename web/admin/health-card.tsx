import { Button } from 'antd';
import type { ReactNode } from 'react';
import { at } from '../ui/format.ts';
import { WordLight } from '../ui/light.tsx';
import { refresh, useGet } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';
import type { Light } from '../ui/types.ts';
import { Act } from './act.tsx';

interface HealthAnswer {
  database: { ok: boolean; ms: number };
  engine: {
    ok: boolean;
    partitions: number;
    led: number;
    canary: { ok: boolean; at: string | null; ms: number | null } | null;
  };
  outbox: {
    waiting: number;
    oldestSeconds: number | null;
    failed: {
      outboxId: string;
      kind: string;
      attempts: number;
      lastError: string | null;
      createdAt: string;
    }[];
  };
  listener: { lastRecordAt: string | null; position: string | number | null; quarantined: number };
  alarms: { open: number };
  clock: { now: string; offsetMs: number };
  jobs: { byType: { type?: string; jobType?: string; count?: number; n?: number }[] };
}

const EVERY_MS = 10_000;

/** Database, engine, outbox and record listener, each with a light and its figure; read again every ten seconds. */
export function Health(): ReactNode {
  const health = useGet<HealthAnswer>('/operator/health', { refetchInterval: EVERY_MS });
  return (
    <section className="card">
      <div className="row-between admin-head">
        <h2>健康</h2>
        <Button size="small" onClick={() => void refresh('/operator')}>
          刷新
        </Button>
      </div>
      <Shown of={health}>{(h) => <Body of={h} />}</Shown>
    </section>
  );
}

function Tile({
  name,
  light,
  word,
  children,
}: {
  name: string;
  light: Light;
  word: string;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="tile">
      <h3>{name}</h3>
      <WordLight light={light} word={word} />
      <p className="soft num">{children}</p>
    </div>
  );
}

function Body({ of }: { of: HealthAnswer }): ReactNode {
  const { database, engine, outbox, listener, alarms, clock } = of;
  const canaryOk = engine.canary?.ok !== false;
  const late = (outbox.oldestSeconds ?? 0) > 30;
  return (
    <>
      <div className="tiles">
        <Tile name="数据库" light={database.ok ? 'green' : 'red'} word={database.ok ? '正常' : '不可用'}>
          应答 {database.ms} 毫秒
        </Tile>
        <Tile
          name="流程引擎"
          light={engine.ok && canaryOk ? 'green' : 'red'}
          word={engine.ok ? (canaryOk ? '正常' : '探测失败') : '不可用'}
        >
          分区 {engine.led}/{engine.partitions}
          {engine.canary?.at
            ? ` · 探测 ${at(engine.canary.at)}${engine.canary.ms === null ? '' : ` ${engine.canary.ms} 毫秒`}`
            : ''}
        </Tile>
        <Tile
          name="待发送"
          light={outbox.failed.length > 0 ? 'red' : late ? 'yellow' : 'green'}
          word={outbox.failed.length > 0 ? `${outbox.failed.length} 条失败` : late ? '有积压' : '正常'}
        >
          等待 {outbox.waiting} 条
          {outbox.oldestSeconds ? ` · 最久 ${Math.round(outbox.oldestSeconds)} 秒` : ''}
        </Tile>
        <Tile
          name="引擎记录"
          light={listener.quarantined > 0 ? 'red' : listener.lastRecordAt ? 'green' : 'yellow'}
          word={
            listener.quarantined > 0
              ? `${listener.quarantined} 条隔离`
              : listener.lastRecordAt
                ? '正常'
                : '尚无记录'
          }
        >
          最近 {at(listener.lastRecordAt)} · 位置 {listener.position ?? '—'}
        </Tile>
        <Tile
          name="告警"
          light={alarms.open > 0 ? 'red' : 'green'}
          word={alarms.open > 0 ? `${alarms.open} 条待处理` : '没有'}
        >
          超期时限升级到没有人员的岗位
        </Tile>
        <Tile name="系统时钟" light="green" word="北京时间">
          {at(clock.now)}
          {clock.offsetMs ? ` · 快于主机 ${Math.round(clock.offsetMs / 3_600_000)} 小时` : ''}
        </Tile>
      </div>
      {outbox.failed.length > 0 ? (
        <ul className="admin-rows">
          {outbox.failed.map((f) => (
            <li key={f.outboxId}>
              <span>
                <strong>{f.kind}</strong> <span className="soft num">{at(f.createdAt)}</span> 已试{' '}
                {f.attempts} 次{f.lastError ? <span className="mono admin-error">{f.lastError}</span> : null}
              </span>
              <Act label="重发" path={`/operator/outbox/${f.outboxId}/retry`} done="已重新排队" />
            </li>
          ))}
        </ul>
      ) : null}
      {of.jobs.byType.length > 0 ? (
        <details className="admin-jobs">
          <summary>各类作业({of.jobs.byType.length})</summary>
          <ul>
            {of.jobs.byType.map((j, index) => (
              <li key={index} className="mono">
                {Object.values(j).join(' · ')}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
