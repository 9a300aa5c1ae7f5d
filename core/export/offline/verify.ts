import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { checkChain } from './chain.ts';
import { checkEntries, checkManifest } from './manifest.ts';
import { NAMES, type Found, type VerifyFinding, type VerifyReport } from './report.ts';
import { checkSeal } from './seal.ts';
import { readZip } from './zip.ts';

/** Larger files are refused unread. */
export const MAX_BYTES = 1 << 30;
const MAX_FINDINGS = 200;
const ZIP_START = 0x04034b50;

/**
 * Verify an export. Finds: a row edited, removed, put elsewhere, a tail cut off; an entry swapped, removed, added, put
 * elsewhere; a manifest edited; an archive cut or rewritten. `key`: the public key the reader trusts (PEM or base64
 * SPKI), got from the bureau and not from the file; without it only consistency is proven. Never throws on bad input.
 */
export function verifyExport(bytes: Uint8Array, key?: string): VerifyReport {
  const report: VerifyReport = {
    ok: false,
    readable: false,
    caseNo: null,
    entries: 0,
    rows: 0,
    findings: [],
    notes: [],
    publicKey: null,
    trusted: false,
  };
  const into =
    (list: VerifyFinding[]): Found =>
    (where, message) => {
      if (list.length < MAX_FINDINGS) list.push({ where, message });
    };
  const found = into(report.findings);
  if (bytes.length < 4 || Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32LE() !== ZIP_START)
    return report;
  report.readable = true;
  try {
    checkArchive(bytes, key, report, found, into(report.notes));
  } catch {
    found('压缩包', '内容异常，无法核对');
  }
  report.ok = report.findings.length === 0;
  return report;
}

function checkArchive(
  bytes: Uint8Array,
  key: string | undefined,
  report: VerifyReport,
  found: Found,
  note: Found,
): void {
  const { entries, faults } = readZip(bytes);
  for (const fault of faults) found('压缩包', fault);
  report.entries = entries.length;
  const byName = new Map(entries.map((entry): [string, Uint8Array] => [entry.name, entry.data]));
  const manifest = checkManifest(byName, key, report, found);
  if (manifest === undefined) return;
  report.caseNo = String(manifest.caseNo);
  checkEntries(manifest, entries, found);
  const rows = checkChain(manifest, byName.get(NAMES.audit), found, note);
  report.rows = rows.length;
  checkSeal(manifest, byName, rows, found, note);
}

/** Read a file unless it is too large or no plain file. Throws with a Chinese message. */
export function readBounded(path: string): Uint8Array {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    if (!fstatSync(handle).isFile()) throw new Error('这不是一个普通文件');
    if (size > MAX_BYTES) throw new Error('文件过大');
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}
