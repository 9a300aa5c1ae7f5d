import type { Actor } from '../actor.ts';
import type { Trx } from '../db.ts';
import { usable } from '../draft-files.ts';
import { badRequest } from '../errors.ts';
import type { AttachmentRef } from '../forms/types.ts';

/**
 * Every picture or file that a form names must have been uploaded by this person: what was not would be evidence of
 * nothing, and another's upload is not his to hand in unless it was left to him with a draft (core/draft-files.ts). Gives each its uploader and the name that he gave it. Throws 400
 * at the field.
 */
export async function claimUploads(
  trx: Trx,
  actor: Actor,
  files: readonly AttachmentRef[],
): Promise<AttachmentRef[]> {
  if (files.length === 0) return [];
  const own = await usable(
    trx,
    actor.account,
    files.map(({ sha256 }) => sha256),
  );
  const missing = files.filter(({ sha256 }) => !own.has(sha256));
  if (missing.length > 0)
    throw badRequest(
      '有附件尚未上传成功，请重新上传',
      missing.map(({ key, sha256, name }) => ({
        path: key,
        message: `附件${name ? `“${name}”` : ` ${sha256.slice(0, 12)}…`}未上传成功，请重新选择`,
      })),
    );
  return files.map((file) => ({ ...file, name: own.get(file.sha256)!.name, by: own.get(file.sha256)!.by }));
}
