import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanFileName } from '../text/clean.ts';
import { cleanName } from './name.ts';

const PDF = 'application/pdf';

describe('the name of a file', () => {
  test.each([
    ['整改报告.pdf', PDF, '整改报告.pdf'],
    ['整改报告.PDF', PDF, '整改报告.PDF'],
    ['消防v1.2', PDF, '消防v1.2.pdf'],
    ['1.安全检查', PDF, '1.安全检查.pdf'],
    ['约谈 记录（终稿）.wps', 'application/msword', '约谈 记录（终稿）.wps'],
    ['台账.et', 'application/vnd.ms-excel', '台账.et'],
    ['语音备忘录 12.m4a', 'audio/mp4', '语音备忘录 12.m4a'],
    ['附件No.A', PDF, '附件No.A.pdf'],
  ])('stays the own name of the person: %s', (given, mime, kept) => {
    expect(cleanName(given, mime)).toBe(kept);
  });

  test.each([
    ['公告.html', PDF, '公告.pdf'],
    ['update.exe', 'application/zip', 'update.zip'],
    ['整改.pdf.exe', 'application/zip', '整改.pdf.zip'],
    ['IMG_0001.HEIC', 'image/jpeg', 'IMG_0001.jpg'],
    ['照片.png', 'image/jpeg', '照片.jpg'],
    ['附件', 'application/zip', '附件.zip'],
  ])('ends as its content does: %s of %s', (given, mime, kept) => {
    expect(cleanName(given, mime)).toBe(kept);
  });

  test('has no characters that nobody sees, that turn it round or that break a line', () => {
    expect(cleanName('\u202egnp.exe', 'image/png')).toBe('gnp.png');
    expect(cleanName('宏\u200b达\ufeff\u0000\u009b报\ud800告\r\n.pdf', PDF)).toBe('宏达报告.pdf');
    expect(cleanName('cafe\u0301.pdf', PDF)).toBe('caf\u00e9.pdf');
    expect(cleanName('宏达\ufffd报\ufffc告.pdf', PDF)).toBe('宏达报告.pdf');
  });

  test('keeps what holds an emoji or a variant of a Han character together, as every text does', () => {
    for (const kept of ['👨‍👩‍👧 一家.jpg', '葛\u{e0100}城.jpg', '1️⃣号楼.jpg'])
      expect(cleanName(kept, 'image/jpeg')).toBe(kept);
  });

  test('is one that a form may repeat: cleaning it as forms do changes nothing', () => {
    const signs = ['甲', ' ', '.', '\t', '\r\n', '\u2028', '\u202f', '\u0007', '\u200d', '👨‍👩‍👧', '\ud83d', '/', ':', '.pdf', 'e\u0301', '\ufffd', '\u3164', '葛\ufe00', 'x'.repeat(117)]; // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...signs), { maxLength: 12 }), (parts) => {
        const kept = cleanName(parts.join(''), PDF);
        expect(cleanFileName(kept)).toBe(kept);
      }),
      { numRuns: 1000 },
    );
  });

  test('can be unpacked on Windows and is never empty', () => {
    expect(cleanName('../..\\C:整改?.pdf', PDF)).toBe('_.._C_整改_.pdf');
    expect(cleanName('\u200b\u200b', 'image/jpeg')).toBe('照片.jpg');
    expect(cleanName(' .pdf', PDF)).toBe('附件.pdf');
    expect(cleanName('', 'application/zip')).toBe('附件.zip');
  });

  test('is cut in its stem, not in its ending', () => {
    expect(cleanName(`${'长'.repeat(300)}.pdf`, PDF)).toBe(`${'长'.repeat(120)}.pdf`);
    expect(cleanName(`${'😀'.repeat(121)}.pdf`, PDF)).toBe(`${'😀'.repeat(120)}.pdf`);
  });
});
