import { randomUUID } from 'node:crypto';
import { one, rows, type Db } from './db.ts';
import { AppError, conflict } from './errors.ts';
import { signals } from './signals.ts';
import { clockOffsetMs, now, setClockOffset } from './time.ts';

interface Row {
  mode: 'demo' | 'test' | 'production';
  broker_epoch: string;
  clock_offset_ms: string;
}

/**
 * Read or write the one row that says what this installation is, and take over its clock. A demo or test may be
 * given the instant at which its clock starts (`startAt`), once; a production installation has no offset.
 */
export async function openInstallation(
  db: Db,
  mode: Row['mode'],
  startAt?: Date,
): Promise<{ brokerEpoch: string }> {
  const offset = mode !== 'production' && startAt ? startAt.getTime() - Date.now() : 0;
  await db.raw(
    `insert into installation (id, mode, broker_epoch, clock_offset_ms) values (1, ?, ?, ?) on conflict (id) do nothing`,
    [mode, randomUUID(), Math.round(offset)],
  );
  const row = (await one<Row>(db, 'select mode, broker_epoch, clock_offset_ms from installation'))!;
  if (row.mode !== mode)
    throw new Error(`this database belongs to a ${row.mode} installation, not to ${mode}`);
  setClockOffset(Number(row.clock_offset_ms), { first: true });
  return { brokerEpoch: row.broker_epoch };
}

/** A new broker epoch: the broker's data was wiped, and it will hand out the same keys again. */
export async function newBrokerEpoch(db: Db): Promise<string> {
  const epoch = randomUUID();
  await db.raw('update installation set broker_epoch = ?', [epoch]);
  return epoch;
}

/**
 * Move the clock of a demo or test forward to `to`. Stored, so that other processes and the next start follow. Throws
 * 404 on a production installation, 409 if it would go back.
 */
export async function moveClock(db: Db, mode: Row['mode'], actor: string, to: Date): Promise<Date> {
  if (mode === 'production') throw new AppError('not-found', 404, '没有这个接口');
  const ahead = to.getTime() - now().getTime();
  if (ahead <= 0) throw conflict('演示时钟只能向前拨');
  const offset = Math.round(clockOffsetMs() + ahead);
  await db.raw('update installation set clock_offset_ms = greatest(clock_offset_ms, ?)', [offset]);
  await db.raw(`insert into security_event (at, actor, act, body) values (?, ?, 'clock.moved', ?)`, [
    now(),
    actor,
    JSON.stringify({ to: to.toISOString() }),
  ]);
  setClockOffset(offset);
  signals.emit('clock');
  return now();
}

/** Follow a clock that another process of the installation moved. */
export async function followClock(db: Db): Promise<void> {
  const [row] = await rows<{ clock_offset_ms: string }>(db, 'select clock_offset_ms from installation');
  const offset = Number(row?.clock_offset_ms ?? 0);
  if (offset <= clockOffsetMs()) return;
  setClockOffset(offset);
  signals.emit('clock');
}
