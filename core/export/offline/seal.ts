import { NAMES, parsed, sha256, shown, type Found, type Manifest, type Row } from './report.ts';

interface Kept {
  title?: unknown;
  sha256?: unknown;
}

interface Catalogue {
  chain?: { seq: number; hash: string };
  documents?: Kept[];
  evidence?: Kept[];
  attachments?: Kept[];
}

/** The seal covers catalogue, documents, evidence and the trail before it; the trail records the seal. */
export function checkSeal(
  manifest: Manifest,
  byName: Map<string, Uint8Array>,
  rows: readonly Row[],
  found: Found,
  note: Found,
): void {
  const seal = manifest.sealHash;
  if (seal === null) return;
  const bytes = byName.get(NAMES.catalogue);
  if (bytes === undefined) return found(NAMES.catalogue, '案卷已封，却缺少封卷目录');
  if (sha256(bytes) !== seal) found(NAMES.catalogue, '封卷目录与封卷校验值不符');
  if (!rows.some((row) => row.act === 'case.sealed' && row.body?.includes(seal)))
    found(NAMES.audit, '留痕中没有这次封卷的记录');
  const catalogue = (parsed(bytes) ?? {}) as Catalogue;
  const head = catalogue.chain;
  if (head && rows[head.seq - 1]?.hash !== head.hash) found(NAMES.audit, '封卷前的留痕与封卷目录不符');
  const there = new Set(manifest.entries.map((entry) => entry.sha256));
  const look = (kept: Kept[] | undefined, kind: string) => {
    for (const { title, sha256: hash } of Array.isArray(kept) ? kept : []) {
      const where = `${kind}“${shown(String(title ?? hash).slice(0, 24))}”`;
      if (manifest.withheld.includes(String(hash))) note(where, '含举报人信息，导出时未附');
      else if (typeof hash !== 'string' || !there.has(hash)) found(where, '封卷目录中有，案卷中没有');
    }
  };
  look(catalogue.documents, '文书');
  look(catalogue.evidence, '证据');
  look(catalogue.attachments, '附件');
}
