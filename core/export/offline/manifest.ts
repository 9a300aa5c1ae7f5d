import { createPublicKey, verify as verifySignature } from 'node:crypto';
import {
  FORMAT,
  NAMES,
  parsed,
  sha256,
  shown,
  type Found,
  type Manifest,
  type VerifyReport,
  type ZipEntry,
} from './report.ts';

/** The manifest, if it can be read; findings on itself, its signature and the key. */
export function checkManifest(
  byName: Map<string, Uint8Array>,
  key: string | undefined,
  report: VerifyReport,
  found: Found,
): Manifest | undefined {
  const bytes = byName.get(NAMES.manifest);
  const manifest = bytes && (parsed(bytes) as Manifest | undefined);
  if (bytes === undefined) found(NAMES.manifest, '缺少清单');
  else if (!isManifest(manifest)) found(NAMES.manifest, '清单无法读取');
  if (bytes === undefined || !isManifest(manifest)) return undefined;
  report.publicKey = manifest.publicKey;
  const signature = byName.get(NAMES.signature);
  if (signature === undefined) found(NAMES.signature, '缺少清单的签名');
  else if (!signed(bytes, signature, manifest.publicKey)) found(NAMES.manifest, '清单被改动，或签名不符');
  if (key !== undefined) {
    report.trusted = spki(key) !== null && spki(key) === spki(manifest.publicKey);
    if (!report.trusted) found(NAMES.signature, '签名所用的公钥不是您信任的公钥');
  }
  return manifest;
}

function isManifest(value: Manifest | undefined): value is Manifest {
  const list = value?.entries;
  return (
    value?.format === FORMAT &&
    typeof value.publicKey === 'string' &&
    typeof value.chain?.length === 'number' &&
    typeof value.chain.head === 'string' &&
    hashes(value.missing) &&
    hashes(value.withheld) &&
    Array.isArray(list) &&
    list.every((entry) => typeof entry?.path === 'string' && typeof entry.sha256 === 'string')
  );
}

const hashes = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function signed(bytes: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  try {
    const text = Buffer.from(signature).toString('latin1').trim();
    // One spelling only: a base64 text with spare bits would be a second file that verifies.
    if (
      Buffer.from(text, 'base64').toString('base64') !== text ||
      `${text}\n` !== Buffer.from(signature).toString('latin1')
    )
      return false;
    const keyObject = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return (
      keyObject.asymmetricKeyType === 'ed25519' &&
      verifySignature(null, bytes, keyObject, Buffer.from(text, 'base64'))
    );
  } catch {
    return false;
  }
}

/** A key in its one form (base64 of SPKI), from PEM or base64; null if it is none. */
function spki(key: string): string | null {
  try {
    const text = key.trim();
    const object = text.startsWith('-----')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return object.export({ format: 'der', type: 'spki' }).toString('base64');
  } catch {
    return null;
  }
}

/** Every entry is the one the manifest names, in its place; nothing is missing and nothing was added. */
export function checkEntries(manifest: Manifest, entries: readonly ZipEntry[], found: Found): void {
  const content = entries.filter((entry) => entry.name !== NAMES.manifest && entry.name !== NAMES.signature);
  const listed = new Map(manifest.entries.map((entry) => [entry.path, entry]));
  const there = new Set(content.map((entry) => entry.name));
  for (const { name, data } of content) {
    const expected = listed.get(name);
    if (expected === undefined) found(shown(name), '清单中没有这个条目，是后来加入的');
    else if (expected.sha256 !== sha256(data) || expected.size !== data.length)
      found(shown(name), '内容与清单中的校验值不符，已被改动或调换');
  }
  for (const path of listed.keys())
    if (!there.has(path)) found(shown(path), '清单中有、压缩包中没有，已被取走');
  const order = entries
    .map((entry) => entry.name)
    .filter((name) => listed.has(name) || !content.some((c) => c.name === name));
  const meant = [
    ...manifest.entries.map((entry) => entry.path).filter((path) => there.has(path)),
    NAMES.manifest,
    NAMES.signature,
  ];
  if (order.join('\n') !== meant.filter((name) => entries.some((entry) => entry.name === name)).join('\n'))
    found('压缩包', '条目的次序被改动');
  for (const hash of manifest.missing) found(`证据${hash.slice(0, 12)}`, '导出时文件已不在库中');
}
