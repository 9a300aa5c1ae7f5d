import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import type { Actor } from '../actor.ts';
import { asSystem, rows } from '../db.ts';
import { setFilesRoot } from '../files.ts';
import { actorOf } from '../people.ts';
import { setClockOffset } from '../time.ts';
import { uploadsOf } from './facts.ts';
import { keepUpload } from './upload.ts';

const FIXTURES = new URL('../../tests/fixtures/', import.meta.url);
const NOW = '2026-03-21T02:00:00.000Z';
let database: TestDatabase;
let street: Actor;
let firm: Actor;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bihuan-upload-'));
  setFilesRoot(folder);
  database = await freshDatabase();
  setClockOffset(Date.parse(NOW) - Date.now(), { first: true });
  await asSystem(database.db, async (trx) => {
    street = (await actorOf(trx, 'wu.beihai'))!;
    firm = (await actorOf(trx, 'firm.chen.liang'))!;
  });
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const keep = async (
  file: string,
  fields: Record<string, string> = {},
  name = file.split('/').at(-1)!,
  who = street,
) => keepUpload(database.db, who, { bytes: await readFile(new URL(file, FIXTURES)), name, fields });
const HERE = { takenAt: '2026-03-21T01:50:00Z', lat: '31.2700', lng: '121.5600', accuracy: '15' };

describe('time and place of a picture', () => {
  test('are those of the camera, whatever the browser says, and everything that was said is kept', async () => {
    expect(await keep('photos/iphone.jpg', HERE)).toMatchObject({
      takenAt: '2026-03-20T13:00:00.000Z',
      timeFrom: 'camera',
      timeFromName: '相机',
      place: { lat: 31.2629, lng: 121.5271 },
      placeFromName: '相机',
      notes: [],
    });
    const [row] = await asSystem(database.db, (trx) =>
      rows<Record<string, unknown>>(trx, "select * from upload where name = 'iphone.jpg'"),
    );
    expect(row).toMatchObject({
      camera_at: new Date('2026-03-20T13:00:00Z'),
      camera_lat: 31.2629,
      device_at: new Date('2026-03-21T01:50:00Z'),
      device_lat: 31.27,
      device_accuracy: 15,
      camera_tags: { Make: 'Apple', OffsetTimeOriginal: '+08:00', GPSLatitude: [31, 15, expect.any(Number)] },
    });
    expect(Math.abs((row!.at as Date).getTime() - Date.parse(NOW))).toBeLessThan(60_000);
  });

  test('are those of the device where the camera wrote none, and of the upload where nobody knows', async () => {
    expect(await keep('photos/no-fix.jpg', HERE)).toMatchObject({
      takenAt: '2026-03-21T01:50:00.000Z',
      timeFromName: '设备',
      place: { lat: 31.27, lng: 121.56 },
      placeFromName: '设备',
    });
    const bare = await keep('photos/clock-never-set.jpg');
    expect(bare).toMatchObject({ timeFromName: '上传时间', place: null, placeFrom: null });
    expect(bare.takenAt).toBe(bare.receivedAt);
    expect(bare.notes).toEqual([expect.stringContaining('早于2000年')]);
  });

  test('stay the first that were known when the same picture is uploaded again; a place can be added', async () => {
    const first = await keep('photos/android.jpg');
    expect(first).toMatchObject({ timeFrom: 'camera', place: null });
    const again = await keep('photos/android.jpg', HERE);
    expect(again).toMatchObject({
      sha256: first.sha256,
      place: { lat: 31.27, lng: 121.56 },
      placeFrom: 'device',
    });
    expect(await keep('photos/android.jpg', { lat: '40', lng: '116.5' })).toMatchObject({
      place: { lat: 31.27 },
    });
  });

  test('belong to the uploader: another person with the same bytes has his own', async () => {
    const { sha256 } = await keep('photos/no-such-day.jpg', HERE, '现场.jpg');
    await keep('photos/no-such-day.jpg', {}, '附件1.jpg', firm);
    const facts = await asSystem(database.db, (trx) =>
      uploadsOf(trx, firm.account, [sha256, 'f'.repeat(64)]),
    );
    expect([...facts.keys()]).toEqual([sha256]);
    expect(facts.get(sha256)).toMatchObject({ names: ['附件1.jpg'], place: null, timeFrom: 'received' });
  });

  test('of a HEIC picture are read before it becomes a JPEG', async () => {
    expect(await keep('photos/iphone.heic', {}, 'IMG_0001.HEIC')).toMatchObject({
      name: 'IMG_0001.jpg',
      mime: 'image/jpeg',
      takenAt: '2026-03-20T13:00:00.000Z',
      place: { lat: 31.2629, lng: 121.5271 },
    });
  });

  test.each([
    [{ lat: '999', lng: '-999' }],
    [{ takenAt: '2026-02-30T00:00:00Z' }],
    [{ takenAt: '-271821-04-20' }],
  ])('%j leaves neither row nor file', async (fields) => {
    const before = await count();
    await expect(keep('photos/southern.jpg', fields)).rejects.toMatchObject({ status: 400 });
    expect(await count()).toEqual(before);
  });
});

const count = () =>
  asSystem(database.db, (trx) =>
    rows(
      trx,
      'select (select count(*)::int from upload) as uploads, (select count(*)::int from file) as files',
    ),
  );

describe('a recording', () => {
  test.each([
    'iphone-memo.m4a',
    'recorder.mp3',
    'recorder.wav',
    'old-phone.amr',
    'phone.3gp',
    'iphone-video.mov',
    'm4v-brand.mp4',
  ])('%s is kept where a form asks for recordings', async (file) => {
    const kept = await keep(`files/${file}`, { wanted: 'recording' });
    expect(kept).toMatchObject({ name: file, takenAt: null });
    expect(kept.mime).toMatch(/^(audio|video)\//);
  });

  test('that is none is refused with the formats of the field', async () => {
    for (const file of ['files/letter.docx', 'photos/iphone.jpg'])
      await expect(keep(file, { wanted: 'recording' })).rejects.toMatchObject({
        status: 400,
        title: expect.stringMatching(/M4A、MP3、WAV、AMR/),
      });
    await expect(keep('files/recorder.mp3', { wanted: 'picture' })).rejects.toMatchObject({
      title: expect.stringContaining('照片（JPG、PNG、WebP、HEIC）'),
    });
  });
});

describe('a file', () => {
  test('is called as its content is', async () => {
    expect((await keep('files/bundle.zip', {}, 'update.exe')).name).toBe('update.zip');
    expect((await keep('files/old-letter.doc', {}, '通知.wps')).name).toBe('通知.wps');
    expect((await keep('photos/abroad.jpg', {}, '\u202egpj.exe')).name).toBe('gpj.jpg');
  });

  test('that cannot be taken is refused in words that say what to do instead', async () => {
    const send = (bytes: Uint8Array, name: string) =>
      keepUpload(database.db, street, { bytes, name, fields: {} });
    const rar = Buffer.concat([Buffer.from('Rar!\u001a\u0007\u0001\u0000', 'latin1'), Buffer.alloc(64)]);
    await expect(send(rar, '材料.rar')).rejects.toMatchObject({ title: expect.stringContaining('ZIP') });
    const tiff = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#888' } })
      .tiff()
      .toBuffer();
    await expect(send(tiff, '扫描.tif')).rejects.toMatchObject({ title: expect.stringContaining('JPG') });
    await expect(send(Buffer.from('没有扫描件'), '送达回证.pdf')).rejects.toMatchObject({ status: 400 });
  });
});
