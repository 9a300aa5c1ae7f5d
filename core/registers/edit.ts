import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { one, rows, type Trx } from '../db.ts';
import { badRequest, conflict } from '../errors.ts';
import { namesOf } from '../people.ts';
import { require } from '../policies.ts';
import { now } from '../time.ts';
import { checkRow } from './check.ts';
import { columnOf, type Register } from './describe.ts';
import { registerRow, type RegisterRow } from './list.ts';

/** What somebody wants a row to be. */
export interface Entry {
  /** Null for a new row. */
  rowId: string | null;
  /** The version that was on the screen; what changed since is not overwritten. */
  version?: number;
  values: Record<string, unknown>;
  imported?: boolean;
}

type Act = 'created' | 'changed' | 'retired' | 'restored';

/** A change of a row as people read it, newest first. */
export interface RegisterChange {
  act: Act;
  imported: boolean;
  byName: string;
  at: Date;
  changes: { key: string; label: string; before: string; after: string }[];
}

/**
 * Enter or change a row, with its line in the history. What is the same already leaves no trace. Policy `register.edit`.
 * Throws 400 with a fault per column, 404 for an unknown row, 409 when it was changed since or is retired.
 */
export async function saveRow(
  trx: Trx,
  actor: Actor,
  register: Register,
  entry: Entry,
): Promise<RegisterRow> {
  require(actor, 'register.edit', { register: register.name });
  // Two new rows of one number at once: the second must find the first.
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`register:${register.name}`]);
  const before = entry.rowId === null ? undefined : await current(trx, register, entry.rowId, entry.version);
  if (before?.retired) throw conflict('这一行已停用，请先恢复再修改');
  const { values, errors } = await checkRow(trx, register, entry.values, entry.rowId);
  if (errors.length > 0) throw badRequest('请先改正标出的内容', errors);
  const rowId = entry.rowId ?? randomUUID();
  const cells = Object.fromEntries(register.columns.map((c) => [columnOf(c), values[c.key]]));
  const stamp = { updated_at: now(), updated_by: actor.account };
  if (before === undefined) await trx(register.table).insert({ row_id: rowId, ...cells, ...stamp });
  else
    await trx(register.table)
      .where({ row_id: rowId })
      .update({ ...cells, ...stamp });
  const after = await registerRow(trx, register, rowId);
  const told = differing(before?.texts ?? {}, after.texts);
  if (before !== undefined && told.length === 0) return before;
  if (before !== undefined) await bump(trx, register, rowId);
  await record(trx, actor, register, rowId, {
    act: before === undefined ? 'created' : 'changed',
    imported: entry.imported ?? false,
    before: pick(before?.texts ?? {}, told),
    after: pick(after.texts, told),
  });
  return registerRow(trx, register, rowId);
}

/** 停用 or 恢复 a row; nothing is ever deleted. A repeat changes nothing. Throws as `saveRow` does. */
export async function setRetired(
  trx: Trx,
  actor: Actor,
  register: Register,
  rowId: string,
  version: number,
  retired: boolean,
): Promise<RegisterRow> {
  require(actor, 'register.edit', { register: register.name });
  const before = await current(trx, register, rowId, version);
  if (before.retired === retired) return before;
  await trx(register.table)
    .where({ row_id: rowId })
    .update({ retired_at: retired ? now() : null, updated_at: now(), updated_by: actor.account });
  await bump(trx, register, rowId);
  await record(trx, actor, register, rowId, { act: retired ? 'retired' : 'restored', imported: false });
  return registerRow(trx, register, rowId);
}

/** The history of a row, newest first. */
export async function historyOf(trx: Trx, register: Register, rowId: string): Promise<RegisterChange[]> {
  const found = await rows<{
    act: Act;
    imported: boolean;
    before: Record<string, string>;
    after: Record<string, string>;
    by: string;
    at: Date;
  }>(trx, 'select * from register_change where register = ? and row_id = ? order by change_id desc', [
    register.name,
    rowId,
  ]);
  const names = await namesOf(
    trx,
    found.map(({ by }) => by),
  );
  return found.map(({ act, imported, before, after, by, at }) => ({
    act,
    imported,
    at,
    byName: names.get(by) ?? by,
    changes: register.columns
      .filter(({ key }) => key in after)
      .map(({ key, label }) => ({ key, label, before: before[key] ?? '', after: after[key] ?? '' })),
  }));
}

async function current(trx: Trx, register: Register, rowId: string, version: number | undefined) {
  const row = await registerRow(trx, register, rowId, true);
  if (version === undefined || version === row.version) return row;
  const last = await one<{ name: string | null; at: Date }>(
    trx,
    `select p.name_zh as name, r.updated_at as at from ${register.table} r left join person p on p.account = r.updated_by
     where r.row_id = ?`,
    [rowId],
  );
  throw conflict(`这一行刚被${last?.name ?? '他人'}修改过，您的修改没有保存。请查看最新内容后再改`, {
    current: row,
  });
}

const bump = (trx: Trx, { table }: Register, rowId: string) =>
  trx.raw(`update ${table} set version = version + 1 where row_id = ?`, [rowId]);

const differing = (before: Record<string, string>, after: Record<string, string>): string[] =>
  Object.keys(after).filter((key) => (before[key] ?? '') !== after[key]);

const pick = (texts: Record<string, string>, keys: string[]): Record<string, string> =>
  Object.fromEntries(keys.flatMap((key) => (key in texts ? [[key, texts[key]!]] : [])));

const record = (
  trx: Trx,
  actor: Actor,
  register: Register,
  rowId: string,
  done: { act: Act; imported: boolean; before?: object; after?: object },
) =>
  trx('register_change').insert({
    register: register.name,
    row_id: rowId,
    act: done.act,
    imported: done.imported,
    before: JSON.stringify(done.before ?? {}),
    after: JSON.stringify(done.after ?? {}),
    by: actor.account,
    at: now(),
  });
