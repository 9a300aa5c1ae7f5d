import type { Actor } from './actor.ts';
import type { Trx } from './db.ts';
import { usable } from './draft-files.ts';
import { badRequest } from './errors.ts';

/**
 * Every picture or file that a form names must have been uploaded by this person: what was not would be evidence of
 * nothing, and another's upload is not his to hand in unless it was left to him with a draft (core/draft-files.ts). Throws 400.
 */
export async function mustBeUploaded(trx: Trx, actor: Actor, data: Record<string, unknown>): Promise<void> {
  const named = new Set<string>();
  JSON.stringify(data, (key, value: unknown) => {
    if (key === 'sha256' && typeof value === 'string') named.add(value);
    return value;
  });
  if (named.size === 0) return;
  const known = await usable(trx, actor.account, [...named]);
  const missing = [...named].filter((sha) => !known.has(sha));
  if (missing.length > 0)
    throw badRequest('有附件尚未上传成功，请重新上传', [
      { path: '', message: `附件 ${missing[0]!.slice(0, 12)}… 未上传` },
    ]);
}
