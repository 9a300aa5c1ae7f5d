import { createHash } from 'node:crypto';
import type { ExportKey } from './keys.ts';
import { FORMAT, NAMES, type ZipEntry } from './offline/report.ts';
import { writeZip } from './offline/zip.ts';

/** What the manifest says about the case besides the list of entries. */
export interface ArchiveHead {
  caseId: string;
  caseNo: string;
  process: string;
  status: string;
  /** ISO instant of the last act in the file: the same state gives the same bytes. */
  asOf: string;
  chain: { length: number; head: string };
  sealHash: string | null;
  verdict: 'green' | 'red';
  /** Hashes of evidence whose bytes are no longer in the file store. */
  missing: string[];
  /** Hashes of documents kept back because they tell who reported. */
  withheld: string[];
}

/**
 * Close an archive: manifest over all entries, signed, both added last. The same entries, head and key give the same
 * bytes. Throws RangeError for more than 65,535 entries or 4 GiB, which the archive format cannot hold.
 */
export function sealArchive(entries: readonly ZipEntry[], head: ArchiveHead, key: ExportKey): Uint8Array {
  const size = entries.reduce((sum, { data }) => sum + data.length, 0);
  if (entries.length > 0xfffd || size > 0xffff_0000)
    throw new RangeError('the case file is too large for one archive');
  const manifest = Buffer.from(
    `${JSON.stringify(
      {
        format: FORMAT,
        ...head,
        publicKey: key.publicKey,
        entries: entries.map(({ name, data }) => ({
          path: name,
          size: data.length,
          sha256: createHash('sha256').update(data).digest('hex'),
        })),
      },
      null,
      1,
    )}\n`,
  );
  const signature = Buffer.from(`${key.sign(manifest).toString('base64')}\n`);
  return writeZip([
    ...entries,
    { name: NAMES.manifest, data: manifest },
    { name: NAMES.signature, data: signature },
  ]);
}
