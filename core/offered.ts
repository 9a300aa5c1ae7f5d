import type { Actor } from './actor.ts';
import { one, type Db, type Trx } from './db.ts';
import { may } from './policies.ts';

/**
 * Whether this person's pickers offer all people and firms, and his forms may name them: desks that fill in forms always,
 * somebody without a desk (a member of a team) while a task waits for him. Everybody else is offered his own only.
 */
export async function offeredAll(db: Db | Trx, actor: Actor): Promise<boolean> {
  if (may(actor, 'lookup.all')) return true;
  if (!may(actor, 'lookup.for-task')) return false;
  const task = await one(db, 'select 1 from task_candidate where grp = any(?) limit 1', [actor.groups]);
  return task !== undefined;
}
