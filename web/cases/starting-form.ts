import type { Actor } from '../../core/actor.ts';
import type { Trx } from '../../core/db.ts';
import { latestDefinition } from '../../core/definitions.ts';
import { notFound } from '../../core/errors.ts';
import { require } from '../../core/policies.ts';

/** A process that people start, and its form. Throws 404 where only messages start it, 403 (`case.create`) for others. */
export async function startingForm(trx: Trx, actor: Actor, process: string) {
  const definition = await latestDefinition(trx, process);
  if (definition.meta.startForm === null || definition.meta.series === null)
    throw notFound('该流程不能由人员新建');
  require(actor, 'case.create', definition.meta);
  return { meta: definition.meta, form: definition.form(definition.meta.startForm) };
}
