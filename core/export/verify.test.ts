import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonical } from '../canonical.ts';
import type { ChainRow } from '../chain.ts';
import { offlineVerifier } from './bundle.ts';
import { NAMES, sha256, type ZipEntry } from './offline/report.ts';
import { verifyExport } from './offline/verify.ts';
import { readZip, writeZip } from './offline/zip.ts';
import { sealArchive } from './seal-archive.ts';
import {
  acts,
  auditLines,
  CASE,
  chained,
  documents,
  good,
  key,
  newKey,
  random,
  repacked,
  sealedFile,
  TAMPERINGS,
} from './tampering.fixture.ts';

describe('an exported case file', () => {
  test('that nobody has touched is good, and says so with its case number', () => {
    const report = verifyExport(good);
    expect(report).toMatchObject({
      ok: true,
      readable: true,
      caseNo: '杨应急隐〔2026〕1号',
      entries: 9,
      rows: 31,
      findings: [],
      trusted: false,
    });
  });

  test('is trusted only with the key that the reader brought', () => {
    expect(verifyExport(good, key.publicPem)).toMatchObject({ ok: true, trusted: true });
    expect(verifyExport(good, key.publicKey)).toMatchObject({ ok: true, trusted: true });
    const other = verifyExport(good, newKey().publicPem);
    expect(other).toMatchObject({ ok: false, trusted: false });
    expect(other.findings[0]!.message).toContain('不是您信任的公钥');
  });

  test('made anew from end to end with a key of the forger is found out by whoever knows the right key', () => {
    const forged = sealedFile(newKey(), chained(acts.map(([act]) => [act, '{"name":"别人"}'])));
    expect(verifyExport(forged).ok).toBe(true);
    expect(verifyExport(forged, key.publicPem).ok).toBe(false);
  });

  test('gives the same bytes when it is exported again', () => {
    expect(Buffer.from(sealedFile()).equals(Buffer.from(good))).toBe(true);
  });

  const kinds = Object.keys(TAMPERINGS);
  // Four seeds of each of fifteen ways: sixty, more than the fifty asked for.
  test.each(kinds.flatMap((kind) => [1, 2, 3, 4].map((seed): [string, number] => [kind, seed])))(
    'with %s (seed %i) is found out',
    (kind, seed) => {
      const tampered = TAMPERINGS[kind]!(random(seed * 31 + kinds.indexOf(kind)));
      expect(Buffer.from(tampered).equals(Buffer.from(good))).toBe(false);
      const report = verifyExport(tampered);
      expect(report.ok).toBe(false);
      expect(report.findings.length).toBeGreaterThan(0);
      for (const { where, message } of report.findings)
        expect(`${where}${message}`).toMatch(/[\u4e00-\u9fff]/);
    },
  );

  test('with any single byte changed is found out, wherever it is', () => {
    for (let at = 4; at < good.length; at += 37) {
      const bytes = Buffer.from(good);
      bytes[at]! ^= 0x10;
      expect([at, verifyExport(bytes).ok]).toEqual([at, false]);
    }
  });

  test('names the row that was edited and the file that was exchanged', () => {
    const edited = verifyExport(
      auditLines((lines) => void (lines[6] = lines[6]!.replace('次核查', '次合格'))),
    );
    expect(edited.findings.map(({ where }) => where)).toContain('留痕第7行');
    const exchanged = verifyExport(repacked((entries) => void (entries[3]!.data = Buffer.from('%PDF 假'))));
    expect(exchanged.findings.map(({ where }) => where)).toContain('文书/002-整改报告.pdf');
  });

  test('says that a row was masked and a document kept back, and is good all the same', () => {
    const { entries } = readZip(good);
    const lines = Buffer.from(entries[0]!.data).toString().trimEnd().split('\n');
    const { body: _, subject: __, act: ___, ...frame } = JSON.parse(lines[4]!) as ChainRow;
    lines[4] = canonical({ ...frame, masked: true });
    const manifest = JSON.parse(Buffer.from(entries.at(-2)!.data).toString()) as {
      chain: { length: number; head: string };
      sealHash: string;
    };
    const kept = entries.slice(0, -2).filter(({ name }) => name !== documents[1]!.name);
    kept[0] = { name: NAMES.audit, data: Buffer.from(lines.map((line) => `${line}\n`).join('')) };
    const masked = sealArchive(
      kept,
      {
        caseId: CASE,
        caseNo: '1',
        process: 'p',
        status: 'sealed',
        asOf: '',
        chain: manifest.chain,
        sealHash: manifest.sealHash,
        verdict: 'green',
        missing: [],
        withheld: [sha256(documents[1]!.data)],
      },
      key,
    );
    const report = verifyExport(masked);
    expect(report).toMatchObject({ ok: true, findings: [] });
    expect(report.notes.map(({ where }) => where)).toEqual(['留痕第5行', '文书“文书/002-整改报告.pdf”']);
  });
});

describe('a hostile archive', () => {
  const entry = (name: string, data = Buffer.from('x')): ZipEntry => ({ name, data });
  test('with names that lead out of a folder, or twice the same name, is refused by name', () => {
    const report = verifyExport(writeZip([entry('../../etc/passwd'), entry('a'), entry('a')]));
    expect(report.findings.map(({ message }) => message).join()).toMatch(
      /条目名不合规：\.\.\/\.\.\/etc\/passwd.*条目重复：a/,
    );
  });

  test('with compressed entries is refused without unpacking anything', () => {
    const bytes = Buffer.from(good);
    bytes.writeUInt16LE(8, 8);
    expect(verifyExport(bytes).findings[0]!.message).toContain('重新压缩');
  });

  test('that is no export at all is unreadable, not tampered', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('PK'),
      Buffer.from('%PDF-1.7'),
      Buffer.alloc(5_000, 80),
    ])
      expect(verifyExport(bytes)).toMatchObject({ readable: false, ok: false });
  });

  test('with a manifest of wrong shapes is reported, never thrown at the reader', () => {
    const shapes = [
      'null',
      '[]',
      '{"format":"bihuan-case-file/1"}',
      '{"format":"bihuan-case-file/1","publicKey":"x","chain":{"length":1,"head":""},"missing":[1],"withheld":[],"entries":[]}',
    ];
    for (const shape of shapes) {
      const report = verifyExport(
        writeZip([entry(NAMES.manifest, Buffer.from(shape)), entry(NAMES.signature)]),
      );
      expect(report.findings.map(({ message }) => message)).toContain('清单无法读取');
    }
  });
});

describe('the verifier', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bihuan-verify-'));
    writeFileSync(join(folder, 'verify.mjs'), offlineVerifier());
    writeFileSync(join(folder, 'key.pem'), key.publicPem);
    writeFileSync(join(folder, 'good.zip'), good);
    writeFileSync(join(folder, 'cut.zip'), good.subarray(0, good.length - 30));
    writeFileSync(join(folder, 'none.zip'), 'nothing');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (args: string[], cwd: string) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
    return { status, text: stdout + stderr };
  };

  test('that travels in the export runs by itself, in an empty folder, with nothing but Node', () => {
    expect(
      execFileSync(process.execPath, ['verify.mjs', 'good.zip', 'key.pem'], {
        cwd: folder,
        encoding: 'utf8',
      }),
    ).toMatch(/完好：杨应急隐〔2026〕1号.*31行留痕[^]*与您信任的一致/);
    expect(run(['verify.mjs', 'cut.zip'], folder)).toMatchObject({ status: 1 });
    expect(run(['verify.mjs', 'none.zip'], folder)).toMatchObject({ status: 2 });
    expect(run(['verify.mjs', 'absent.zip'], folder)).toMatchObject({ status: 2 });
  });

  test('on the command line says 0 good, 1 tampered, 2 unreadable, each in one JSON line', () => {
    const answer = (file: string, ...more: string[]) => {
      const { status, text } = run(
        [join(import.meta.dirname, '../../bin/bihuan.js'), 'verify', join(folder, file), '--json', ...more],
        folder,
      );
      return { status, ...(JSON.parse(text) as { ok: boolean; readable: boolean }) };
    };
    expect(answer('good.zip', '--key', join(folder, 'key.pem'))).toMatchObject({
      status: 0,
      ok: true,
      trusted: true,
    });
    expect(answer('cut.zip')).toMatchObject({ status: 1, ok: false, readable: true });
    expect(answer('none.zip')).toMatchObject({ status: 2, ok: false, readable: false });
    expect(answer('absent.zip')).toMatchObject({
      status: 2,
      refused: expect.stringContaining('没有这个文件'),
    });
  });
});
