import { canonical } from '../canonical.ts';
import { CHAIN_START, type ChainRow } from '../chain.ts';
import type { Trx } from '../db.ts';
import { filesRoot } from '../files.ts';
import { offlineVerifier } from './bundle.ts';
import { readContent, type ExportContent } from './content.ts';
import { diagramPath, indexPage } from './index-page.ts';
import { exportKey, type ExportKey } from './keys.ts';
import { maskOf, type Mask } from './mask.ts';
import { NAMES, type ZipEntry } from './offline/report.ts';
import { sealArchive } from './seal-archive.ts';

export { exportKey } from './keys.ts';

const README = (publicKey: string): string => `本压缩包是一件案件的完整案卷。打开“目录.html”可阅读全部内容。

核验：node verify.mjs 本压缩包.zip [可信公钥文件]
（verify.mjs 只需要 Node 18 及以上，不需要网络，也不需要本系统。）
核验能发现：留痕被改、被删、被调换次序、末尾被截；文件被调换、取走、加入；清单被改；压缩包被截断或重新打包。

清单由导出单位的 ed25519 私钥签名，公钥为：
${publicKey}
公钥随案卷一同给出，只能证明案卷前后一致；是否确由该单位导出，须从案卷之外（例如该单位网站或正式函件）取得公钥，
核对一致后再把它作为第二个参数交给 verify.mjs。
`;

/**
 * The sealed export of a case: one archive with everything a reader needs to follow the case and to check, with nothing
 * but Node, that not a byte was changed. The same state of the case gives the same bytes. The transaction must see the
 * case; who may take it away is decided by policy `case.export`. The reporter's identity never leaves: rows that tell it
 * are masked to their hashes, documents that tell it are kept back, and the manifest says so. Throws 404.
 */
export async function exportCase(trx: Trx, caseId: string): Promise<Uint8Array> {
  const content = await readContent(trx, caseId);
  const key = exportKey(filesRoot());
  const mask = await maskOf(trx, caseId);
  const { case: found, audit } = content;
  const [withheld, documents] = [
    content.documents.filter((d) => mask.withheld.has(d.doc_id)),
    content.documents.filter((d) => !mask.withheld.has(d.doc_id)),
  ];
  const entries = entriesOf({ ...content, documents }, key, mask);
  return sealArchive(
    entries,
    {
      caseId,
      caseNo: found.case_no,
      process: found.process,
      status: found.status,
      asOf: audit.at(-1)?.at ?? found.opened_at.toISOString(),
      chain: { length: audit.length, head: audit.at(-1)?.hash ?? CHAIN_START },
      sealHash: found.seal_hash,
      verdict: content.verdict.result,
      missing: [
        ...new Set(
          [...content.evidence, ...content.attachments]
            .filter((one) => one.path === null)
            .map((one) => one.sha256),
        ),
      ],
      withheld: withheld.map((document) => document.sha256),
    },
    key,
  );
}

function entriesOf(content: ExportContent, key: ExportKey, mask: Mask): ZipEntry[] {
  const { case: found, verdict, clocks, diagrams, timeline } = content;
  const plain = (name: string, value: string): ZipEntry => ({ name, data: Buffer.from(value) });
  const text = (name: string, value: string): ZipEntry => plain(name, mask.text(value));
  const json = (name: string, value: unknown): ZipEntry => text(name, `${JSON.stringify(value, null, 1)}\n`);
  const { case_no, process, title, status, opened_at, sealed_at, seal_hash, facts } = found;
  const bpmn = new Map(diagrams.map((diagram) => [diagramPath(diagram), diagram.bpmn]));
  return [
    text('说明.txt', README(key.publicPem)),
    text('目录.html', indexPage(content)),
    json('目录.json', {
      documents: content.documents.map(({ path, title: name, doc_no, template, pages }) => ({
        path,
        title: name,
        docNo: doc_no,
        template,
        pages,
      })),
      evidence: content.evidence.map(({ path, name, phase, item_no, sha256, taken_at, place }) => ({
        path,
        name,
        phase,
        itemNo: item_no,
        sha256,
        takenAt: taken_at,
        place,
      })),
      attachments: content.attachments.map(({ path, name, step, sha256 }) => ({ path, name, step, sha256 })),
    }),
    json('案件.json', {
      case: { case_no, process, title, status, opened_at, sealed_at, seal_hash, facts },
      ...content.tables,
    }),
    json('闭环核验.json', verdict),
    json('时限.json', clocks.map(asOfTheFile)),
    json('办理经过.json', timeline),
    plain(NAMES.audit, content.audit.map((row) => auditLine(row, mask)).join('')),
    ...(content.catalogue === null ? [] : [plain(NAMES.catalogue, content.catalogue)]),
    json(
      '流程/路径.json',
      diagrams.map(({ bpmn: _, ...path }) => path),
    ),
    ...[...bpmn].map(([name, xml]) => text(name, xml)),
    ...content.documents.map(({ path, pdf }) => ({ name: path, data: pdf })),
    // People write names into names of files.
    ...[...content.files].map(([name, data]) => ({ name: mask.text(name), data })),
    plain('verify.mjs', offlineVerifier()),
    text('公钥.pem', key.publicPem),
  ];
}

type Clock = ExportContent['clocks'][number];

/** A clock without what only the moment of looking says (lights, days so far): the same state gives the same bytes. */
function asOfTheFile({ light: _, lightText: __, canExtend: ___, ...clock }: Clock) {
  return clock.state === 'open' ? { ...clock, grossDays: null, netDays: null, late: null, met: null } : clock;
}

/** One audit row as a line: exactly the fields that are hashed, and the hash; of a masked row the hashes and the frame. */
function auditLine(row: ChainRow, mask: Mask): string {
  const { case_id, seq, at, actor, unit_id, act, subject, body, prev_hash, hash } = row;
  const frame = { case_id, seq, at, actor, unit_id, prev_hash, hash };
  return `${canonical(mask.hides(row) ? { ...frame, masked: true } : { ...frame, act, subject, body })}\n`;
}
