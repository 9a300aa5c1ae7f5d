import type { Actor } from '../actor.ts';
import { rows, type Trx } from '../db.ts';
import { badRequest } from '../errors.ts';
import type { AttachmentRef } from '../forms/types.ts';

/**
 * Every picture or file that a form names must have been uploaded by this person: what was not would be evidence of
 * nothing, and another's upload is not his to hand in. Gives each its uploader and the name that he gave it. Throws 400
 * at the field.
 */
export async function claimUploads(
  trx: Trx,
  actor: Actor,
  files: readonly AttachmentRef[],
): Promise<AttachmentRef[]> {
  if (files.length === 0) return [];
  const known = await rows<{ sha256: string; name: string; by: string }>(
    trx,
    `select distinct on (sha256) sha256, name, by from upload where sha256 = any(?) and by = ? order by sha256, at desc`,
    [[...new Set(files.map(({ sha256 }) => sha256))], actor.account],
  );
  const own = new Map(known.map((row) => [row.sha256, row]));
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
