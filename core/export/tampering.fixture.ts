import { generateKeyPairSync, sign } from 'node:crypto';
import { canonical } from '../canonical.ts';
import { CHAIN_START, chainHash, type ChainRow } from '../chain.ts';
import { sealOf } from '../seal.ts';
import type { ExportKey } from './keys.ts';
import { NAMES, sha256, type ZipEntry } from './offline/report.ts';
import { readZip, writeZip } from './offline/zip.ts';
import { sealArchive } from './seal-archive.ts';

export const CASE = '3f1b0e8a-0000-4000-8000-000000000001';

export function newKey(): ExportKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

export const key = newKey();

/** Rows with right hashes from acts and bodies. */
export function chained(acts: [act: string, body: string][]): ChainRow[] {
  let prev_hash = CHAIN_START;
  return acts.map(([act, body], i) => {
    const frame = {
      case_id: CASE,
      seq: i + 1,
      at: `2026-03-${10 + (i % 20)}T01:02:03.000Z`,
      actor: 'ni.haoran',
      unit_id: 'jiangpu',
      act,
      subject: 'verify',
      body,
      prev_hash,
    };
    const row = { ...frame, hash: chainHash(frame) };
    prev_hash = row.hash;
    return row;
  });
}

export const acts = Array.from({ length: 30 }, (_, i): [string, string] => [
  'task.submitted',
  canonical({ name: '倪浩然', after: { facts: `第${i}次核查` } }),
]);
export const documents = ['责令限期整改指令书', '整改报告', '整改复查意见书'].map((title, i) => ({
  name: `文书/00${i + 1}-${title}.pdf`,
  data: Buffer.from(`%PDF ${title} ${'内容'.repeat(50)}`),
}));
const pictures = [1, 2].map((n) => ({ name: `证据/00${n}.jpg`, data: Buffer.alloc(300, n) }));

/** A small sealed file, as the product would export it. */
export function sealedFile(signer = key, rows = chained(acts)): Uint8Array {
  const last = rows.at(-1)!;
  const catalogue = {
    caseNo: '杨应急隐〔2026〕1号',
    chain: { seq: last.seq, hash: last.hash },
    documents: documents.map(({ name, data }) => ({ title: name, sha256: sha256(data) })),
    evidence: pictures.map(({ data }) => ({ sha256: sha256(data) })),
  };
  const sealHash = sealOf(catalogue);
  const frame = {
    ...last,
    seq: last.seq + 1,
    act: 'case.sealed',
    body: canonical({ after: { sealHash } }),
    prev_hash: last.hash,
  };
  const trail = [...rows, { ...frame, hash: chainHash(frame) }];
  const entries: ZipEntry[] = [
    { name: NAMES.audit, data: Buffer.from(trail.map((row) => `${canonical(row)}\n`).join('')) },
    { name: NAMES.catalogue, data: Buffer.from(canonical(catalogue)) },
    ...documents,
    ...pictures,
  ];
  return sealArchive(
    entries,
    {
      caseId: CASE,
      caseNo: catalogue.caseNo,
      process: 'hazard-dispatch',
      status: 'sealed',
      asOf: last.at,
      chain: { length: trail.length, head: trail.at(-1)!.hash },
      sealHash,
      verdict: 'green',
      missing: [],
      withheld: [],
    },
    signer,
  );
}

export const good = sealedFile();

/** A small generator with a seed, so that every red case can be played again. */
export function random(seed: number): (below: number) => number {
  let state = seed * 0x9e3779b1;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Pick = (below: number) => number;

/** Change entries and pack again, the way somebody with a zip tool would; the manifest stays as it was. */
export const repacked = (change: (entries: ZipEntry[]) => void): Uint8Array => {
  const entries = readZip(good).entries.map(({ name, data }) => ({ name, data: Buffer.from(data) }));
  change(entries);
  return writeZip(entries);
};

export const auditLines = (change: (lines: string[]) => void): Uint8Array =>
  repacked((entries) => {
    const lines = entries[0]!.data.toString().trimEnd().split('\n');
    change(lines);
    entries[0] = { ...entries[0]!, data: Buffer.from(lines.map((line) => `${line}\n`).join('')) };
  });

const swap = <T>(list: T[], i: number, j: number): void => void ([list[i], list[j]] = [list[j]!, list[i]!]);

/** Ways to tamper, each with one thing chosen at random. */
export const TAMPERINGS: Record<string, (pick: Pick) => Uint8Array> = {
  'a row edited': (pick) =>
    auditLines((lines) => void (lines[pick(30)] = lines[pick(30)]!.replace('次核查', '次合格'))),
  'a row edited, its hash mended': (pick) =>
    auditLines((lines) => {
      const i = pick(29);
      const row = { ...(JSON.parse(lines[i]!) as ChainRow), body: '{"name":"别人"}' };
      lines[i] = canonical({ ...row, hash: chainHash(row) });
    }),
  'a row removed': (pick) => auditLines((lines) => void lines.splice(pick(30), 1)),
  'two rows exchanged': (pick) => auditLines((lines) => { const i = pick(29); swap(lines, i, i + 1); }), // prettier-ignore
  'the tail cut off': (pick) => auditLines((lines) => void lines.splice(lines.length - 1 - pick(20))),
  'two files exchanged': (pick) =>
    repacked((entries) => {
      const i = 2 + pick(4);
      const [one, other] = [entries[i]!, entries[i + 1]!];
      entries[i] = { name: one.name, data: other.data };
      entries[i + 1] = { name: other.name, data: one.data };
    }),
  'a byte of a file changed': (pick) =>
    repacked((entries) => {
      const { data } = entries[pick(entries.length)]!;
      (data as Buffer)[pick(data.length)]! ^= 1 + pick(255);
    }),
  'an entry removed': (pick) => repacked((entries) => void entries.splice(pick(entries.length), 1)),
  'an entry added': (pick) =>
    repacked(
      (entries) =>
        void entries.splice(pick(entries.length), 0, {
          name: `证据/多${pick(99)}.jpg`,
          data: Buffer.from('x'),
        }),
    ),
  'entries put in another order': (pick) => repacked((entries) => { const i = pick(entries.length - 1); swap(entries, i, i + 1); }), // prettier-ignore
  'the manifest edited': (pick) =>
    repacked((entries) => {
      const manifest = entries.at(-2)!;
      const text = manifest.data.toString();
      const at = text.indexOf('"size": ', pick(text.length - 600));
      manifest.data = Buffer.from(`${text.slice(0, at)}"size": 1${text.slice(at + 8)}`);
    }),
  'the manifest signed by somebody else': () => {
    const other = newKey();
    return repacked(
      (entries) =>
        void (entries.at(-1)!.data = Buffer.from(`${other.sign(entries.at(-2)!.data).toString('base64')}\n`)),
    );
  },
  'the archive cut': (pick) => good.subarray(0, 40 + pick(good.length - 40)),
  'bytes put behind the archive': (pick) => Buffer.concat([good, Buffer.alloc(1 + pick(9), 7)]),
  'a bit of the archive flipped': (pick) => {
    const bytes = Buffer.from(good);
    bytes[4 + pick(bytes.length - 4)]! ^= 1 << pick(8);
    return bytes;
  },
};
