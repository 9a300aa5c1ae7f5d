import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { rolledBack } from '../../tests/harness/database.ts';
import { now } from '../time.ts';
import { EXPERT, RECTIFY, VERIFY, file, put, signature, verified, useOfficer } from './handed-in.fixture.ts';

const { database, upload, handIn } = useOfficer();

describe('an old but true picture, of which nobody said anything', () => {
  const OLD = 'photos/beijing-2020.jpg';
  const openedAt = new Date('2026-03-20T12:00:00Z');
  const sentAs = async (name: string, fields = {}) => {
    const { sha256, name: kept } = await upload(await file(name), '现场.jpg', fields);
    return [{ sha256, name: kept }];
  };
  const marks = async (path: string, sent: Record<string, unknown>, where: object = { openedAt }) => {
    const { errors, checked } = await rolledBack(database.db, (trx) => handIn(trx, path, sent, where));
    expect(errors).toEqual([]);
    return checked!;
  };

  test('is marked where the form says that somebody was there, in the data and as evidence', async () => {
    const checked = await marks(VERIFY, verified(await sentAs(OLD)));
    expect(checked.evidence[0]).toMatchObject({
      contradicts: ['early'],
      takenAt: '2020-01-01T04:00:00.000Z',
    });
    expect(checked.evidence[0]).not.toHaveProperty('stated');
    expect(checked.data.beforePhotos).toEqual([expect.objectContaining({ contradicts: ['early'] })]);
  });

  test('is marked as picture after the rectification, though the picture before is of the day', async () => {
    const onspot = { handling: 'onspot', rectifyBy: undefined, demand: undefined };
    const before = await sentAs('photos/southern.jpg');
    const { evidence } = await marks(VERIFY, verified(before, { ...onspot, afterPhotos: await sentAs(OLD) }));
    expect(evidence.map(({ kind, contradicts }) => [kind, contradicts])).toEqual([
      ['before', undefined],
      ['after', ['early']],
    ]);
  });

  test('is not marked where the officer was there before the step was opened, or the form claims no time', async () => {
    // the step was opened an hour after the arrival, when the pictures were taken
    const late = { openedAt: new Date('2026-03-20T14:00:00Z') };
    const checked = await marks(VERIFY, verified(await sentAs('photos/southern.jpg')), late);
    expect(checked.evidence[0]).not.toHaveProperty('contradicts');
    const opinion = {
      ...{ expert: 'gao.mingde', field: '电气', facts: '线路老化', riskLevel: '较大', noInterest: true },
      ...{ opinion: '线路老化，应当更换，并装设漏电保护装置。', signature },
    };
    const said = await marks(EXPERT, { ...opinion, photos: await sentAs(OLD) });
    expect(said.evidence[0]).not.toHaveProperty('contradicts');
  });

  test('is not marked by the time of its upload, which says nothing of when it was taken', async () => {
    const bare = await sharp(await file('photos/iphone.jpg'))
      .jpeg({ quality: 71 })
      .toBuffer();
    const { sha256 } = await upload(bare, '聊天转发.jpg', { lat: '31.2629', lng: '121.5271' });
    const tomorrow = new Date(now().getTime() + 86_400_000).toISOString();
    const checked = await marks(VERIFY, verified([{ sha256 }]), { openedAt: new Date(tomorrow) });
    expect(checked.evidence[0]).toMatchObject({ timeFrom: 'received' });
    expect(checked.evidence[0]).not.toHaveProperty('contradicts');
  });

  test('cannot be made young by leaving out what the server said of it, nor explained away', async () => {
    const [photo] = await sentAs(OLD);
    const sent = { ...photo, timeFrom: 'received', contradicts: [], placeReason: '去年的老照片' };
    const { evidence } = await marks(VERIFY, verified([sent]));
    expect(evidence[0]).toMatchObject({ contradicts: ['early'], placeReason: '去年的老照片' });
  });

  test('is refused where the form itself asks for a younger one', async () => {
    const server = { orderedAt: '2026-03-20T00:00:00Z' };
    const sent = put(await sentAs(OLD));
    const { errors } = await rolledBack(database.db, (trx) => handIn(trx, RECTIFY, sent, {}, server));
    expect(errors).toContainEqual({
      path: 'afterPhotos',
      message: expect.stringContaining('须在下达整改要求之后拍摄'),
    });
  });
});
