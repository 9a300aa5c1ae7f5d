import type { Actor } from '../../core/actor.ts';
import { listedCase, partyScope } from '../../core/case-list.ts';
import type { Trx } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { require } from '../../core/policies.ts';

/** The case if it may be seen, and how. Throws 404 otherwise; never 403, which would tell that it exists. */
export async function visibleCase(trx: Trx, actor: Actor, caseId: string) {
  const listed = await listedCase(trx, caseId);
  if (listed === undefined) throw notFound();
  return { listed, scope: actor.readsAll ? ('full' as const) : await partyScope(trx, actor, caseId) };
}

/** The case if its whole page may be seen. Firms see only the head and their own tasks. */
export async function fullCase(trx: Trx, actor: Actor, caseId: string) {
  const seen = await visibleCase(trx, actor, caseId);
  require(actor, 'case.read-full', { ownerGroup: seen.listed.owner_group, scope: seen.scope });
  return seen.listed;
}
