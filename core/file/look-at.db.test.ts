import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { rolledBack } from '../../tests/harness/database.ts';
import { aCase, anItem } from '../../tests/harness/factories.ts';
import { now } from '../time.ts';
import {
  EXPERT,
  RECTIFY,
  SHANGHAI,
  VERIFY,
  file,
  put,
  signature,
  verified,
  useOfficer,
} from './handed-in.fixture.ts';

const { database, upload, handIn } = useOfficer();

describe('what a form says of time and place of a picture', () => {
  test('never replaces what the file says: it stands beside, and the contradiction is marked (X2 a, b)', async () => {
    const { sha256 } = await upload(await file('photos/beijing-2020.jpg'), '现场.jpg', {
      takenAt: now().toISOString(),
      lat: '31.2629',
      lng: '121.5271',
    });
    const lie = { sha256, name: '现场.jpg', takenAt: now().toISOString(), place: SHANGHAI };
    const { errors, checked } = await rolledBack(database.db, (trx) => handIn(trx, VERIFY, verified([lie])));
    expect(errors).toEqual([]);
    expect(checked!.evidence[0]).toMatchObject({
      takenAt: '2020-01-01T04:00:00.000Z',
      timeFrom: 'camera',
      place: { lat: 40, lng: 116.5 },
      placeFrom: 'camera',
      stated: { takenAt: lie.takenAt, place: SHANGHAI },
      contradicts: ['time', 'place', 'early'],
    });
    expect(checked!.data.beforePhotos).toEqual([
      expect.objectContaining({ takenAt: '2020-01-01T04:00:00.000Z' }),
    ]);
  });

  test('that is what the upload answered is no statement, nor is a place some metres off', async () => {
    const kept = await upload(await file('photos/iphone.jpg'), '现场.jpg');
    const { checked } = await rolledBack(database.db, (trx) =>
      handIn(
        trx,
        VERIFY,
        verified([
          {
            sha256: kept.sha256,
            name: kept.name,
            takenAt: kept.takenAt,
            place: { lat: 31.263, lng: 121.5272 },
          },
        ]),
      ),
    );
    expect(checked!.evidence[0]).not.toHaveProperty('stated');
    expect(checked!.evidence[0]).not.toHaveProperty('contradicts');
    expect(checked!.evidence[0]!.place).toEqual(SHANGHAI);
  });

  test('cannot make a mark go away by sending the server’s own words', async () => {
    const { sha256 } = await upload(await file('photos/southern.jpg'), 'a.jpg');
    const sent = {
      sha256,
      timeFrom: 'camera',
      placeFrom: 'camera',
      takenAt: now().toISOString(),
      contradicts: [],
      stated: {},
    };
    const { checked } = await rolledBack(database.db, (trx) => handIn(trx, VERIFY, verified([sent])));
    expect(checked!.evidence[0]).toMatchObject({
      contradicts: ['time'],
      takenAt: '2026-03-20T13:00:00.000Z',
    });
  });
});

describe('a picture without a place', () => {
  test('needs a reason when it is handed in, at that picture (A1)', async () => {
    const { sha256 } = await upload(await file('photos/android.jpg'), 'a.jpg');
    const placed = await upload(await file('photos/iphone.jpg'), 'b.jpg');
    const sent = (more = {}) => verified([{ sha256: placed.sha256 }, { sha256, ...more }]);
    await rolledBack(database.db, async (trx) => {
      expect((await handIn(trx, VERIFY, sent())).errors).toEqual([
        { path: 'beforePhotos.1', message: '问题照片第 2 张没有定位，请写明拍摄地点或没有定位的原因' },
      ]);
      expect((await handIn(trx, VERIFY, sent({ place: SHANGHAI }))).errors).toHaveLength(1);
      expect((await handIn(trx, VERIFY, sent({ placeReason: '  ' }))).errors).toHaveLength(1);
      expect((await handIn(trx, VERIFY, sent({ placeReason: '地下车间没有信号' }))).errors).toEqual([]);
    });
  });

  test('may be given where it proves neither before nor after', async () => {
    const { sha256 } = await upload(await file('photos/android.jpg'), 'a.jpg');
    const opinion = {
      field: '电气',
      opinion: '线路老化，应当更换，并装设漏电保护装置。',
      photos: [{ sha256 }],
      signature,
    };
    const { errors } = await rolledBack(database.db, (trx) => handIn(trx, EXPERT, opinion));
    expect(errors.filter(({ path }) => path.startsWith('photos'))).toEqual([]);
  });
});

describe('a picture after', () => {
  /** A case whose item has the picture before, and a variation of it handed in as picture after. */
  async function after(change: (picture: Sharp) => Sharp, phase: 'before' | 'other' = 'before') {
    const before = await upload(await file('photos/iphone.jpg'), '整改前.jpg');
    const varied = await change(sharp(await file('photos/iphone.jpg'))).toBuffer();
    const given = await upload(varied, '整改后.jpg', { lat: '31.2629', lng: '121.5271' });
    return rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId);
      await trx('evidence').insert({
        evidence_id: randomUUID(),
        case_id: caseId,
        item_id: itemId,
        element_id: 'verify',
        field: 'beforePhotos',
        phase,
        sha256: before.sha256,
        name: before.name,
        by: 'wu.beihai',
        at: now(),
      });
      const sent = put([{ sha256: given.sha256, name: given.name }]);
      return { given, before, ...(await handIn(trx, RECTIFY, sent, { caseId, itemId })) };
    });
  }

  test.each([
    ['saved anew', (picture: Sharp) => picture.jpeg({ quality: 60 })],
    ['scaled', (picture: Sharp) => picture.resize(480).jpeg({ quality: 75 })],
    ['trimmed', (picture: Sharp) => picture.extract({ left: 8, top: 6, width: 784, height: 588 }).jpeg()],
    ['mirrored', (picture: Sharp) => picture.flop().jpeg()],
    ['brightened', (picture: Sharp) => picture.modulate({ brightness: 1.1 }).jpeg()],
  ])('that is the picture before, %s, is refused and named (X2 c)', async (_, change) => {
    const { errors } = await after(change);
    expect(errors).toEqual([
      {
        path: 'afterPhotos.0',
        message: expect.stringMatching(/整改后照片第 1 张与整改前照片“整改前\.jpg”是同一张/),
      },
    ]);
  });

  test('that is the picture before with a stamp on it is marked for who judges', async () => {
    const stamp = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><rect width="300" height="60" fill="#fff"/></svg>',
    );
    const { errors, checked, before } = await after((picture) =>
      picture.composite([{ input: stamp, left: 20, top: 520 }]).jpeg(),
    );
    expect(errors).toEqual([]);
    expect(checked!.evidence[0]!.resembles).toEqual({
      sha256: before.sha256,
      name: '整改前.jpg',
      part: expect.any(Number),
    });
    expect(checked!.data.afterPhotos).toEqual([
      expect.objectContaining({ resembles: expect.objectContaining({ name: '整改前.jpg' }) }),
    ]);
  });

  test('that is another picture, or like one that is no picture before, is taken', async () => {
    const other = await upload(await file('photos/rotated.jpg'), 'b.jpg', { lat: '31.2', lng: '121.5' });
    const resaved = await after((picture) => picture.jpeg({ quality: 60 }), 'other');
    expect(resaved.errors).toEqual([]);
    const taken = await rolledBack(database.db, (trx) =>
      handIn(trx, RECTIFY, put([{ sha256: other.sha256 }])),
    );
    expect(taken.errors).toEqual([]);
    expect(taken.checked!.evidence[0]).not.toHaveProperty('resembles');
  });

  test('is compared with the pictures before of its own form too', async () => {
    const before = await upload(await file('photos/iphone.jpg'), '前.jpg');
    const again = await upload(
      await sharp(await file('photos/iphone.jpg'))
        .jpeg({ quality: 66 })
        .toBuffer(),
      '后.jpg',
      { lat: '31.2', lng: '121.5' },
    );
    const sent = verified([{ sha256: before.sha256 }], {
      handling: 'onspot',
      afterPhotos: [{ sha256: again.sha256 }],
      rectifyBy: undefined,
      demand: undefined,
    });
    const { errors } = await rolledBack(database.db, (trx) => handIn(trx, VERIFY, sent));
    expect(errors).toEqual([expect.objectContaining({ path: 'afterPhotos.0' })]);
  });
});

describe('a file of another kind than its field takes', () => {
  test('is told at the field', async () => {
    const paper = await upload(await file('files/letter.docx'), '合同.docx');
    const { errors } = await rolledBack(database.db, (trx) =>
      handIn(trx, VERIFY, verified([{ sha256: paper.sha256, placeReason: '无' }])),
    );
    expect(errors).toEqual([
      { path: 'beforePhotos.0', message: expect.stringMatching(/合同\.docx.*照片（JPG/) },
    ]);
  });
});
