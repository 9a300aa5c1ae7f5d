import type { Actor } from '../../core/actor.ts';
import { noteLook } from '../../core/access-log.ts';
import { listedCase } from '../../core/case-list.ts';
import type { Trx } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { require } from '../../core/policies.ts';

/** The case if the person of the transaction may see it, and how. Throws 404 otherwise; never 403, which would tell that it exists. */
export async function visibleCase(trx: Trx, _actor: Actor, caseId: string) {
  const listed = await listedCase(trx, caseId);
  if (listed === undefined) throw notFound();
  return { listed, scope: listed.whole ? ('full' as const) : ('task' as const) };
}

/** Throws unless the whole of the case may be seen. Firms see only the head and their own tasks. */
export async function mustSeeWhole(trx: Trx, actor: Actor, caseId: string) {
  const seen = await visibleCase(trx, actor, caseId);
  require(actor, 'case.read-full', { ownerGroup: seen.listed.owner_group, scope: seen.scope });
  return seen.listed;
}

/** The case if its whole page may be seen; the look is entered. */
export async function fullCase(trx: Trx, actor: Actor, caseId: string) {
  const listed = await mustSeeWhole(trx, actor, caseId);
  await noteLook(trx, actor, 'case.read', { caseId });
  return listed;
}
