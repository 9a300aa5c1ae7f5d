import { createHash } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { canonical } from '../canonical.ts';
import type { Trx } from '../db.ts';
import { badRequest } from '../errors.ts';
import { uploadsOf } from '../file/facts.ts';
import { factsInto, filesSent, lookAtFiles } from '../file/look-at.ts';
import { checkForm } from '../forms/index.ts';
import type { CompiledForm } from '../forms/types.ts';
import type { PrefillContext } from '../prefill.ts';
import { Accepted } from './accepted.ts';
import { formContext } from './context.ts';
import { missingThings } from './existence.ts';
import { claimUploads } from './uploads.ts';

/**
 * The first half of the one door: look at what somebody sent for a form. In: the form of the deployed version, the
 * data as it came in, for what it is opened. Out: one value that only `keep` can store; all that it names exists, and
 * times and places of pictures are those of their uploads, whatever the form says. Throws 400 with field errors.
 */
export async function accept(
  trx: Trx,
  actor: Actor,
  form: CompiledForm,
  sent: unknown,
  where: Omit<PrefillContext, 'actor'>,
): Promise<Accepted> {
  const uploads = await uploadsOf(trx, actor.account, filesSent(form, sent));
  const facts = await factsInto(trx, form, sent, uploads);
  const checked = checkForm(form, facts, await formContext(trx, actor, form, where));
  if (!checked.ok) throw badRequest('请先改正标出的内容', checked.errors);
  const { ok: _, ...parts } = checked;
  const missing = await missingThings(trx, actor, form, { ...parts.data, ...parts.vault });
  if (missing.length > 0) throw badRequest('请先改正标出的内容', missing);
  const attachments = claimUploads(parts.attachments, uploads);
  const seen = {
    caseId: where.caseId ?? where.task?.case_id ?? null,
    itemId: where.task?.item_id ?? null,
    openedAt: where.task?.opened_at,
  };
  const faults = await lookAtFiles(trx, form, checked, seen, uploads);
  if (faults.length > 0) throw badRequest('请先改正标出的内容', faults);
  return new Accepted(form, { parts: { ...parts, attachments }, sentHash: hashOf(sent) });
}

/** What tells a repeated request from one with other content. */
export const hashOf = (sent: unknown): string =>
  createHash('sha256')
    .update(canonical(sent ?? null))
    .digest('hex');
