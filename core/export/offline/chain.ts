import { NAMES, parsed, sha256, utf8, type Found, type Manifest, type Row } from './report.ts';

const HASHED = ['prev_hash', 'case_id', 'seq', 'at', 'actor', 'unit_id', 'act', 'subject', 'body'] as const;

/** The audit rows, one JSON line each: numbered, each hashing to what it says, each naming the one before, to the head. */
export function checkChain(
  manifest: Manifest,
  bytes: Uint8Array | undefined,
  found: Found,
  note: Found,
): Row[] {
  if (bytes === undefined) {
    found(NAMES.audit, '缺少留痕');
    return [];
  }
  const rows: Row[] = [];
  let text = '';
  try {
    text = utf8(bytes);
  } catch {
    found(NAMES.audit, '不是有效的文本');
  }
  const lines = text.split('\n');
  if (lines.pop() !== '') found(NAMES.audit, '末行不完整，可能被截断');
  let before = '0'.repeat(64);
  for (const [i, line] of lines.entries()) {
    const row = parsed(Buffer.from(line)) as Row | undefined;
    const where = `留痕第${i + 1}行`;
    if (typeof row?.seq !== 'number' || typeof row.hash !== 'string') {
      found(where, '无法读取');
      continue;
    }
    if (row.seq !== i + 1) found(where, `序号应为${i + 1}，却是${row.seq}：有行被删除、插入或调换次序`);
    if (row.prev_hash !== before) found(where, '与上一行不衔接');
    if (row.case_id !== manifest.caseId) found(where, '不是本案的记录');
    if (row.masked === true) note(where, '含举报人信息，导出时已遮蔽，只核对了与前后行的衔接');
    else if (sha256(HASHED.map((field) => row[field]).join('\n')) !== row.hash)
      found(where, '内容与校验值不符，已被改动');
    before = row.hash;
    rows.push(row);
  }
  if (rows.length < manifest.chain.length)
    found(NAMES.audit, `应有${manifest.chain.length}行，只有${rows.length}行：末尾被截去或有行被删除`);
  else if (rows.length > manifest.chain.length)
    found(NAMES.audit, `应有${manifest.chain.length}行，却有${rows.length}行`);
  else if (before !== manifest.chain.head) found(NAMES.audit, '末行的校验值与清单不符');
  return rows;
}
