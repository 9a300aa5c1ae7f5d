import { expect, test } from '@jest/globals';
import type { ExportContent } from './content.ts';
import { indexPage } from './index-page.ts';

const EVIL = `"><svg/onload=alert(1)><img src=x onerror=alert(1)>'&`;
const AT = new Date('2026-06-30T00:00:00Z');

/** A case in which every text that a person or a diagram gives is hostile. */
const content = {
  case: { case_no: EVIL, title: EVIL, opened_at: AT, sealed_at: AT, seal_hash: EVIL },
  verdict: { result: 'red', predicates: [{ id: EVIL, name: EVIL, value: 'red', message: EVIL }] },
  documents: [{ path: `文书/${EVIL}.pdf`, title: EVIL, doc_no: EVIL, pages: 1 }],
  attachments: [
    {
      ...{ path: `附件/${EVIL}.pdf`, name: EVIL, step: EVIL, at: AT, sha256: 'ab' },
      marks: [{ text: EVIL, wrong: true }],
    },
  ],
  evidence: [
    {
      item_no: 1,
      phase: 'before',
      path: `证据/${EVIL}.jpg`,
      mime: 'image/jpeg',
      name: EVIL,
      sha256: 'ab',
      taken_at: AT,
      place: { address: EVIL },
      place_reason: null,
      stated: { takenAt: '2026-03-21T02:00:00Z', place: { lat: 31, lng: 121, address: EVIL } },
      contradicts: ['place', 'early'],
      resembles: { name: EVIL },
    },
    {
      item_no: null,
      phase: 'other',
      path: `证据/${EVIL}.pdf`,
      mime: 'application/pdf',
      name: EVIL,
      sha256: 'ab',
      taken_at: null,
      place: null,
      place_reason: EVIL,
    },
  ],
  clocks: [
    {
      name: EVIL,
      basis: EVIL,
      startedAt: AT.toISOString(),
      dueOn: null,
      dueAt: AT.toISOString(),
      closedAt: null,
      late: { n: 1, unit: EVIL },
      state: 'late',
    },
  ],
  timeline: [{ at: AT.toISOString(), sentence: EVIL, hash: 'abcdef' }],
  diagrams: [{ process: 'p', processName: EVIL, version: 1, visits: [] }],
} as unknown as ExportContent;

test('目录.html shows hostile names, labels and file names as text, and could run no script anyway', () => {
  const page = indexPage(content);
  expect(page).not.toMatch(/<svg|<img src=x|<[^>]*\sonerror=|<[^>]*\sonload=/i);
  expect(page.match(/onerror=alert/g)!.length).toBeGreaterThan(12);
  expect(page).toContain(`content="default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script/i);
});

test('目录.html shows with each picture what was said of it and what contradicts it', () => {
  const page = indexPage(content);
  const [told] = /<div><b>整改前<\/b>.*?<small>/s.exec(page)!;
  expect(told).toContain('另称拍摄于2026年3月21日 10:00');
  for (const wrong of ['说明与照片信息不一致', '拍摄时间早于所办环节', '没有写明原因'])
    expect(told).toContain(`<br><span class="red">${wrong}</span>`);
  expect(told).toContain('与整改前照片“');
});
