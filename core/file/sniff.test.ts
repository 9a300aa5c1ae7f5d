import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { endingOf, isTaken, KINDS, kindName, refusedByName, takenWords } from './kinds.ts';
import { cleanName } from './name.ts';
import { sniff } from './sniff.ts';

const FILES = new URL('../../tests/fixtures/files/', import.meta.url);
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const KEPT: [file: string, mime: string][] = [
  ['iphone-memo.m4a', 'audio/mp4'],
  ['android-recorder.m4a', 'audio/mp4'],
  ['recorder.mp3', 'audio/mpeg'],
  ['recorder.wav', 'audio/wav'],
  ['old-phone.amr', 'audio/amr'],
  ['phone.3gp', 'video/3gpp'],
  ['iphone-video.mov', 'video/quicktime'],
  ['android-video.mp4', 'video/mp4'],
  ['m4v-brand.mp4', 'video/mp4'],
  ['camera.avi', 'video/x-msvideo'],
  ['paper.ofd', 'application/ofd'],
  ['letter.docx', DOCX],
  ['old-letter.doc', 'application/msword'],
  ['old-table.xls', 'application/vnd.ms-excel'],
  ['bundle.zip', 'application/zip'],
];

describe('what a file is', () => {
  test.each(KEPT)(
    '%s is told by its content, whatever its name, and keeps its own ending',
    async (file, mime) => {
      const bytes = await readFile(new URL(file, FILES));
      expect(await sniff(bytes, '改名.exe')).toBe(mime);
      expect(cleanName(file, mime)).toBe(file);
    },
  );

  test('a WPS paper is an old Office paper that keeps the ending its program wants', async () => {
    expect(await sniff(await readFile(new URL('old-letter.doc', FILES)), '通知.wps')).toBe(
      'application/msword',
    );
    expect(cleanName('通知.wps', 'application/msword')).toBe('通知.wps');
  });

  test('text is text only where the name says so and no byte speaks against it', async () => {
    const gb = Buffer.from([0xd5, 0xfb, 0xb8, 0xc4]); // 整改 in GB 18030
    expect(await sniff(Buffer.from('整改说明\r\n'), '说明.txt')).toBe('text/plain');
    expect(await sniff(gb, '说明.TXT')).toBe('text/plain');
    expect(await sniff(Buffer.from('没有扫描件'), '送达回证.pdf')).toBeUndefined();
    expect(await sniff(Buffer.from('<html><script>'), '公告.html')).toBeUndefined();
    expect(await sniff(Buffer.from('a\u0000b'), '说明.txt')).toBeUndefined();
    expect(await sniff(Buffer.alloc(0), '说明.txt')).toBeUndefined();
  });

  test('text that begins as another kind does is text, and a text of Windows is no recording', async () => {
    const wide = Buffer.from('\ufeff整改说明\r\n第一条', 'utf16le');
    expect(await sniff(wide, '说明.txt')).toBe('text/plain');
    expect(await sniff(Buffer.from(wide).swap16(), '说明.txt')).toBe('text/plain');
    expect(await sniff(wide, '录音.mp3')).toBeUndefined();
    for (const text of ['BMW 展厅动火作业说明', 'ID3 号楼', 'PK 赛场地', 'MZ 段围挡', '%PDF 打印说明'])
      expect([text, await sniff(Buffer.from(text), '说明.txt')]).toEqual([text, 'text/plain']);
    expect(await sniff(await readFile(new URL('recorder.mp3', FILES)), '说明.txt')).toBe('audio/mpeg');
  });
});

describe('the table of kinds', () => {
  test('gives every kind one ending of its own that programs open it by, and a Chinese name', () => {
    expect(new Set(KINDS.map(({ mime }) => mime)).size).toBe(KINDS.length);
    for (const { mime } of KINDS) {
      expect(endingOf(mime)).toMatch(/^[a-z0-9]{2,5}$/);
      expect(kindName(mime)).toMatch(/[\u4e00-\u9fff]/);
      expect(isTaken(mime, 'any')).toBe(true);
    }
    expect([DOCX, 'application/x-cfb', 'video/mp4', 'application/zip'].map(endingOf)).toEqual([
      'docx',
      'doc',
      'mp4',
      'zip',
    ]);
    expect(endingOf('application/x-unheard-of')).toBe('bin');
  });

  test('a field of recordings takes recordings and a ZIP of them, a field of pictures pictures', () => {
    const taken = (wanted: 'recording' | 'picture') =>
      KINDS.filter(({ mime }) => isTaken(mime, wanted)).map(({ group }) => group);
    expect(new Set(taken('recording'))).toEqual(new Set(['recording', 'archive']));
    expect(new Set(taken('picture'))).toEqual(new Set(['picture']));
  });

  test('a file that is surely not taken is told before it is sent, with what to do; one that may be is not', () => {
    expect(refusedByName('材料.rar', 'any')).toContain('ZIP');
    expect(refusedByName('录音.pdf', 'recording')).toContain(takenWords('recording'));
    expect(refusedByName('合同.docx', 'picture')).toContain(takenWords('picture'));
    expect(refusedByName('setup.exe', 'any')).toContain('程序');
    for (const name of ['IMG_1.HEIC', 'a.JPG', '照片', '未知.abc'])
      expect(refusedByName(name, 'picture')).toBeUndefined();
    for (const [file] of KEPT) expect(refusedByName(file, 'any')).toBeUndefined();
  });
});
