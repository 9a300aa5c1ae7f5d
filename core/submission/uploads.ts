import { badRequest } from '../errors.ts';
import type { Uploads } from '../file/look-at.ts';
import type { AttachmentRef } from '../forms/types.ts';

/**
 * Every picture or file that a form names must have been uploaded by this person: what was not would be evidence of
 * nothing, and another's upload is not his to hand in unless it was left to him with a draft. `uploads`: what he may hand
 * in (`uploadsOf`, core/file/facts.ts). Gives each file its uploader and the name that he gave it. Throws 400 at the field.
 */
export function claimUploads(files: readonly AttachmentRef[], uploads: Uploads): AttachmentRef[] {
  const missing = files.filter(({ sha256 }) => !uploads.has(sha256));
  if (missing.length > 0)
    throw badRequest(
      '有附件尚未上传成功，请重新上传',
      missing.map(({ key, sha256, name }) => ({
        path: key,
        message: `附件${name ? `“${name}”` : ` ${sha256.slice(0, 12)}…`}未上传成功，请重新选择`,
      })),
    );
  return files.map((file) => {
    const { by, names } = uploads.get(file.sha256)!;
    return { ...file, name: names[0]!, by };
  });
}
