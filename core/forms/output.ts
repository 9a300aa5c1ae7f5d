import type { FieldNode } from './node.ts';
import { isBlankRow, isRecord } from './state.ts';
import type { AttachmentRef, CheckContext, CheckResult, EvidenceRef } from './types.ts';

type Values = Record<string, unknown>;

/** Part a sound submission into what is stored, what the engine learns, what only the vault keeps, and evidence. */
export function outputOf(
  nodes: readonly FieldNode[],
  sound: Values,
  values: Values,
  ctx: CheckContext,
): Extract<CheckResult, { ok: true }> {
  const data: Values = {};
  const engine: Values = {};
  const vault: Values = {};
  const evidence: EvidenceRef[] = [];
  const attachments: AttachmentRef[] = [];
  for (const node of nodes) {
    const value = sound[node.key];
    // A diagram asks for its keys by name: each is there, null when not filled.
    if (node.properties.engine)
      engine[node.key] = engineValue(node, node.readonly ? values[node.key] : value);
    if (node.readonly || value === undefined) continue;
    if (node.properties.vault) vault[node.key] = value;
    else data[node.key] = node.type === 'dynamiclist' ? rowsOf(node, value, ctx) : value;
    evidence.push(...evidenceOf(node, value));
    attachments.push(...attachmentsOf(node, data[node.key] ?? vault[node.key], node.key));
  }
  return { ok: true, data, engine, vault, evidence, attachments };
}

function engineValue(node: FieldNode, value: unknown): unknown {
  if (node.type === 'checkbox') return value === true;
  if (value === undefined || value === null || value === '') return node.list ? [] : null;
  const map = node.properties.engineMap;
  const code = (one: unknown): unknown => (map && typeof one === 'string' ? (map[one] ?? one) : one);
  return Array.isArray(value) ? value.map((one) => engineId(code(one))) : engineId(code(value));
}

/** The id of a firm or person; a free name is no id and stays out of the engine. */
const engineId = (value: unknown): unknown => (isRecord(value) ? (value.uscc ?? null) : value);

/** Rows without the blank ones; read-only columns as the server laid them out. */
function rowsOf(node: FieldNode, value: unknown, ctx: CheckContext): unknown {
  if (!Array.isArray(value)) return value;
  const serverRows = ctx.server?.[node.key];
  const shownColumns = node.columns.filter((column) => column.readonly).map((column) => column.key);
  return value
    .map((row: Values, i) => {
      const serverRow: unknown = Array.isArray(serverRows) ? serverRows[i] : undefined;
      const laidOut = isRecord(serverRow) ? shownColumns.filter((key) => Object.hasOwn(serverRow, key)) : [];
      return { ...Object.fromEntries(laidOut.map((key) => [key, (serverRow as Values)[key]])), ...row };
    })
    .filter((row) => node.fixedRows || !isBlankRow(row));
}

function evidenceOf(node: FieldNode, value: unknown): EvidenceRef[] {
  const kind = node.properties.evidence;
  if (kind === undefined || !Array.isArray(value)) return [];
  return value.filter(isRecord).map((file) => ({ ...(file as unknown as EvidenceRef), key: node.key, kind }));
}

/** Every file in a value: those of a field, and of the columns of a list. */
function attachmentsOf(node: FieldNode, value: unknown, path: string): AttachmentRef[] {
  if (node.type === 'dynamiclist' && Array.isArray(value))
    return value.flatMap((row: Values, i) =>
      node.columns
        .filter((column) => !column.readonly)
        .flatMap((column) => attachmentsOf(column, row[column.key], `${path}.${i}.${column.key}`)),
    );
  if (node.type === 'signature') return fileIn(value, path, '手写签名.png');
  if (node.type !== 'photos' && node.type !== 'files') return [];
  return [value].flat().flatMap((one, i) => fileIn(one, `${path}.${i}`, ''));
}

const fileIn = (value: unknown, key: string, name: string): AttachmentRef[] =>
  isRecord(value) && typeof value.sha256 === 'string'
    ? [{ key, sha256: value.sha256, name: typeof value.name === 'string' ? value.name : name }]
    : [];
