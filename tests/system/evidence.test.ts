import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { useProduct } from '../harness/product.ts';
import { readZip } from '../../core/export/offline/zip.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const OFFICER = 'wu.beihai';
const PHOTOS = new URL('../fixtures/photos/', import.meta.url);
const photo = async (name: string) => new Uint8Array(await readFile(new URL(name, PHOTOS)));
const jpeg = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });

interface Piece {
  sha256: string;
  takenAt: string;
  timeFromName: string;
  place: { lat: number; lng: number };
  placeFromName: string;
  stated: { takenAt?: string; place?: object } | null;
  contradicts: string[];
}

describe('evidence that somebody tries to forge', () => {
  test('keeps the time and place of its file beside what the form says, and a saved-anew picture is not taken twice (X2 a–c)', async () => {
    // Given: an officer with a picture of 2020 from Beijing, sent with the present time and the reported place
    const story = await given.report({}, { firm: null });
    await story.reach('verify');
    const officer = await given.session(OFFICER);
    const { now } = await officer.me();
    const here = { lat: 31.2629, lng: 121.5271 };
    const fields = { takenAt: now, lat: String(here.lat), lng: String(here.lng) };
    const kept = await officer.upload(jpeg(await photo('beijing-2020.jpg')), '现场.jpg', fields);
    expect(kept).toMatchObject({ takenAt: '2020-01-01T04:00:00.000Z', place: { lat: 40, lng: 116.5 } });

    // When: the form claims otherwise
    const lie = { sha256: kept.sha256, name: '现场.jpg', takenAt: now, place: here };
    await story.perform('verify', { as: OFFICER, form: (_, usual) => ({ ...usual, beforePhotos: [lie] }) });

    // Then: the evidence page shows the file's facts, the statement beside, and that they contradict
    const book = await officer.get<{ items: { before: Piece[] }[]; other: Piece[] }>(
      `/cases/${story.caseId}/evidence`,
    );
    const piece = [...book.items.flatMap(({ before }) => before), ...book.other].find(
      ({ sha256 }) => sha256 === kept.sha256,
    );
    expect(piece).toMatchObject({
      takenAt: '2020-01-01T04:00:00.000Z',
      timeFromName: '相机',
      place: { lat: 40, lng: 116.5 },
      placeFromName: '相机',
      stated: { takenAt: now, place: here },
      contradicts: ['time', 'place', 'early'],
    });
    // and so do the timeline and the page of contents of the export
    const told = [
      '另称拍摄于',
      '另称地点为31.2629，121.5271',
      '说明与照片信息不一致',
      '拍摄时间早于所办环节',
    ];
    const { items } = await officer.get<{ items: { changes: { after: string | null }[] }[] }>(
      `/cases/${story.caseId}/timeline`,
    );
    const trail = items.flatMap(({ changes }) => changes.map(({ after }) => after)).join('\n');
    const auditor = await given.session(STAFF.auditor);
    const { entries } = readZip(new Uint8Array(await auditor.bytes(`/cases/${story.caseId}/export`)));
    const page = new TextDecoder().decode(entries.find(({ name }) => name === '目录.html')!.data);
    for (const words of told) {
      expect(trail).toContain(words);
      expect(page).toContain(words);
    }

    // When: the picture before is handed in as picture after, saved anew
    await story.reach('rectify');
    const resaved = await sharp(await photo('beijing-2020.jpg'))
      .resize(500)
      .jpeg({ quality: 62 })
      .toBuffer();
    const later = { ...fields, takenAt: (await officer.me()).now };
    const after = await officer.upload(jpeg(resaved), '整改后.jpg', later);
    const rectify = await story.task('rectify');
    const refused = await story.refusal(rectify, {
      as: OFFICER,
      form: (_, usual) => ({ ...usual, afterPhotos: [{ sha256: after.sha256, name: '整改后.jpg' }] }),
    });

    // Then: it is refused at that picture, and the report can still be handed in with a true one
    expect(refused.status).toBe(400);
    expect(refused.errors).toEqual([
      { path: 'afterPhotos.0', message: expect.stringContaining('与整改前照片“现场.jpg”是同一张') },
    ]);
    await story.perform('rectify');
    expect(await story.reach('recheck')).toMatchObject({ elementId: 'recheck' });
  });
});
