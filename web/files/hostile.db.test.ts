import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { openApi, type Session } from '../../bin/demo/client.ts';
import { filePath, setFilesRoot } from '../../core/files.ts';
import { openTestApp, type RunningApp } from '../../tests/harness/app.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';

const SCRIPT =
  '<html><body><script>alert(document.domain)</script><img src=x onerror=alert(1)></body></html>';
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`;

let database: TestDatabase;
let app: RunningApp;
let clerk: Session;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), 'hostile-files-'));
  setFilesRoot(folder);
  app = await openTestApp(database, 'test');
  clerk = await openApi(app.url, app.password).as('mei.siqi');
});
afterAll(async () => {
  await app.close();
  await database.close();
});

let shade = 0;
const photo = (exif: Record<string, Record<string, string>> = {}) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: ++shade, g: 9, b: 200 } } })
    .jpeg()
    .withExif(exif)
    .toBuffer();
const send = (bytes: Uint8Array | string, name: string, type = 'image/jpeg') => {
  const form = new FormData();
  form.append('file', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], { type }), name);
  return clerk.raw('POST', '/files', { form });
};
interface Kept {
  sha256: string;
  name: string;
  mime: string;
}
const kept = async (bytes: Uint8Array | string, name: string, type?: string): Promise<Kept> => {
  const answer = await send(bytes, name, type);
  expect([answer.status, await answer.clone().text()]).toEqual([201, expect.any(String)]);
  return (await answer.json()) as Kept;
};
/** As a browser gets it, opened in a tab and taken away. */
async function served({ sha256 }: Kept) {
  const [inline, taken] = await Promise.all(
    ['?inline=1', ''].map((how) => clerk.raw('GET', `/files/${sha256}${how}`)),
  );
  for (const answer of [inline!, taken!]) {
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/);
    expect(answer.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/);
  }
  expect(taken!.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
  return {
    type: inline!.headers.get('content-type'),
    shown: inline!.headers.get('content-disposition')!.split(';')[0],
    bytes: Buffer.from(await inline!.arrayBuffer()),
  };
}

describe('a picture that is also something else', () => {
  const odd: [string, () => Promise<Buffer>][] = [
    ['a page behind its end', async () => Buffer.concat([await photo(), Buffer.from(SCRIPT)])],
    [
      'a program behind its end',
      async () => Buffer.concat([await photo(), Buffer.from('*/alert(1);/*PK\u0003\u0004')]),
    ],
    ['markup in its comment and tags', () => photo({ IFD0: { ImageDescription: SCRIPT, Artist: SCRIPT, Make: SCRIPT, Copyright: SCRIPT } })], // prettier-ignore
    [
      'tags of fifty thousand bytes',
      () => photo({ IFD0: { ImageDescription: `${SCRIPT}${'x'.repeat(50_000)}` } }),
    ],
    [
      'a comment segment with a page',
      async () => {
        const comment = Buffer.from(SCRIPT);
        const head = Buffer.from([0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 255]);
        const bytes = await photo();
        return Buffer.concat([bytes.subarray(0, 2), head, comment, bytes.subarray(2)]);
      },
    ],
  ];
  test.each(odd)('%s: kept as a picture and nothing else', async (_, make) => {
    const upload = await kept(await make(), '现场.jpg');
    const { type, shown, bytes } = await served(upload);
    expect([upload.mime, type, shown]).toEqual(['image/jpeg', 'image/jpeg', 'inline']);
    expect(bytes.toString('latin1')).not.toMatch(/script|onerror|alert\(|PK\u0003\u0004/i);
    expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    expect(await readFile(filePath(folder, upload.sha256))).toEqual(bytes);
  });

  test('a picture taken upright is stored upright, without the tag that would turn it again', async () => {
    const turned = await sharp(await photo())
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { bytes } = await served(await kept(turned, '竖拍.jpg'));
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 30, height: 40 });
    expect((await sharp(bytes).metadata()).orientation ?? 1).toBe(1);
  });
});

describe('what is no picture', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['a drawing with script', SVG, '图.svg'],
    ['the same by another name', SVG, '图.jpg'],
    ['the same as PNG by its type', SVG, '图.png'],
    [
      'the same behind an XML head and a comment',
      `<?xml version="1.0"?><!-- ${'x'.repeat(2000)} -->${SVG}`,
      '图.png',
    ],
    ['the same in UTF-16', Buffer.from(`\ufeff${SVG}`, 'utf16le'), '图.svg'],
    ['the same pressed', gzipSync(SVG), '图.svgz'],
    ['a page', SCRIPT, '公告.html'],
    ['a page that says it is a picture', SCRIPT, '照片.jpg'],
    ['a page that begins as a GIF', `GIF89a/*${SCRIPT}*/`, '照片.gif'],
    ['the first bytes of a JPEG before a page', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(SCRIPT)]), '照片.jpg'], // prettier-ignore
    ['half a picture', new Uint8Array([0xff, 0xd8, 0xff]), '照片.jpg'],
    ['nothing', '', '照片.jpg'],
  ])('%s is refused with what may be sent', async (_, bytes, name) => {
    for (const type of ['image/jpeg', 'image/svg+xml', 'text/html']) {
      const answer = await send(bytes, name, type);
      const { title } = (await answer.json()) as { title: string };
      expect([answer.status, title]).toEqual([400, expect.stringMatching(/[一-鿿]{6}/)]);
    }
  });

  test.each<[string, Uint8Array | string, string, string]>([
    ['a paper with a page in it', `%PDF-1.4\n${SCRIPT}\n%%EOF`, '公告.html', 'application/pdf'],
    ['a text that is a page', SCRIPT, '公告.txt', 'text/plain'],
    ['a text of Windows that is a page', Buffer.from(`\ufeff${SCRIPT}`, 'utf16le'), '公告.txt', 'text/plain'],
    ['a text that is a drawing', SVG, '图.svg.txt', 'text/plain'],
  ])('%s is only taken away, never shown', async (_, bytes, name, mime) => {
    const upload = await kept(bytes, name, 'text/html');
    const { type, shown } = await served(upload);
    expect([upload.mime, shown]).toEqual([mime, 'attachment']);
    expect(type).toMatch(new RegExp(`^${mime}`));
    expect(upload.name).toMatch(mime === 'text/plain' ? /\.txt$/ : /\.pdf$/);
  });
});

describe('the name of a file', () => {
  test.each([
    ['<img src=x onerror=alert(1)>.jpg', '_img src=x onerror=alert(1)_.jpg'],
    ['"; filename="x.html', '_; filename=_x.jpg'],
    ["a';alert(1)//.jpg", '照片.jpg'],
    ['\u202egpj.exe', 'gpj.jpg'],
    ['现场\u2066\u200b\ufeff照片.jpg', '现场照片.jpg'],
    ['../../../etc/passwd', 'passwd.jpg'],
    ['C:\\Windows\\a.jpg', 'a.jpg'],
    ['%2e%2e%2f%0d%0aSet-Cookie:x.jpg', '%2e%2e%2f Set-Cookie_x.jpg'],
    ['照片', '照片.jpg'],
    ['照片.jpg.jpg', '照片.jpg.jpg'],
    ['照片.jpg.exe', '照片.jpg.jpg'],
    ['现场（终稿）〔2026〕3号【盖章】.JPG', '现场（终稿）〔2026〕3号【盖章】.JPG'],
    ['甲\u2028乙.jpg', '甲 乙.jpg'],
  ])('%j is shown and sent back as %j, in one header that says nothing else', async (given, name) => {
    const upload = await kept(await photo(), given);
    expect(upload.name).toBe(name);
    const header = (await clerk.raw('GET', `/files/${upload.sha256}`)).headers.get('content-disposition')!;
    expect(header).toMatch(/^attachment; filename\*=UTF-8''[A-Za-z0-9%._~()!*'-]+$/);
    expect(decodeURIComponent(header.split("UTF-8''")[1]!)).toBe(name);
  });
});
