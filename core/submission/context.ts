import type { Actor } from '../actor.ts';
import { rows, type Trx } from '../db.ts';
import type { CheckContext, CompiledForm } from '../forms/types.ts';
import { law } from '../law.ts';
import { prefill, type PrefillContext } from '../prefill.ts';
import { now, shanghaiDayOf } from '../time.ts';

/**
 * What a form check needs of this installation: time, person, law in force today, groups of people named in the form
 * ("one of them is an expert"), and the values the product itself put into the form.
 */
export async function formContext(
  trx: Trx,
  actor: Actor,
  form: CompiledForm,
  where: Omit<PrefillContext, 'actor'>,
): Promise<CheckContext> {
  const at = now();
  const asksPeople = form.fields.some((field) => field.type === 'person');
  const groups = asksPeople ? await groupsByAccount(trx) : new Map<string, string[]>();
  return {
    now: at,
    me: { account: actor.account, name: actor.name, groups: actor.groups },
    law: (await law(trx)).on(shanghaiDayOf(at)),
    ...(where.task ? { step: where.task.element_id } : {}),
    groupsOf: (account) => groups.get(account) ?? [],
    server: await prefill(trx, form, { actor, ...where }),
  };
}

async function groupsByAccount(trx: Trx): Promise<Map<string, string[]>> {
  const found = await rows<{ account: string; groups: string[] }>(
    trx,
    'select account, array_agg(grp) as groups from membership where until_at is null or until_at > ? group by account',
    [now()],
  );
  return new Map(found.map((row) => [row.account, row.groups]));
}
