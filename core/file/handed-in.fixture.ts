import { readFile } from 'node:fs/promises';
import { beforeAll } from '@jest/globals';
import type { Actor } from '../actor.ts';
import { asSystem, type Db, type Trx } from '../db.ts';
import { readForm } from '../forms/files.ts';
import { checkForm, compileForm } from '../forms/index.ts';
import { shippedPack } from '../legal-pack.ts';
import { actorOf } from '../people.ts';
import { useDatabase } from '../prefill/database.fixture.ts';
import { now } from '../time.ts';
import { uploadsOf } from './facts.ts';
import { factsInto, filesSent, lookAtFiles } from './look-at.ts';
import { keepUpload } from './upload.ts';

const FIXTURES = new URL('../../tests/fixtures/', import.meta.url);
/** The bytes of a file of tests/fixtures. */
export const file = (name: string): Promise<Buffer> => readFile(new URL(name, FIXTURES));

/** An officer with a database of the test file's own, who uploads files and hands in forms that hold them. */
export function useOfficer() {
  const database: { readonly db: Db } = useDatabase();
  let officer: Actor;
  beforeAll(async () => {
    officer = await asSystem(database.db, async (trx) => (await actorOf(trx, 'wu.beihai'))!);
  });
  return {
    database,
    upload: (bytes: Uint8Array, name: string, fields: Record<string, string> = {}) =>
      keepUpload(database.db, officer, { bytes, name, fields }),
    /** Hand in, as the pipeline does: facts in, form check, look at the files. `server`: what the form check knows besides. */
    async handIn(trx: Trx, path: string, sent: Record<string, unknown>, where = {}, server = {}) {
      const compiled = compileForm(readForm(`processes/${path}.form`).schema);
      const uploads = await uploadsOf(trx, officer.account, filesSent(compiled, sent));
      const data = await factsInto(trx, compiled, sent, uploads);
      const checked = checkForm(compiled, data, {
        now: now(),
        me: { account: officer.account, name: officer.name, groups: officer.groups },
        law: shippedPack(),
        server,
      });
      if (!checked.ok) return { errors: checked.errors, checked: undefined };
      return { errors: await lookAtFiles(trx, compiled, checked, where, uploads), checked };
    },
  };
}

export const SHANGHAI = { lat: 31.2629, lng: 121.5271 };
export const EXPERT = 'generic/forms/expert.opinion';
export const RECTIFY = 'rectify-item/forms/rectify.submit';
export const VERIFY = 'hazard-dispatch/forms/hazard.verify';
export const signature = { account: 'wu.beihai', signedAt: '2026-03-21T02:00:00Z' };
export const verified = (photos: unknown, more = {}) => ({
  arrivedAt: '2026-03-20T13:00:00Z',
  officers: ['mo.chunsheng', 'wu.beihai'],
  place: { ...SHANGHAI, address: '定海路1号' },
  truth: 'yes',
  facts: '车间配电箱线路裸露，未装漏电保护装置，已要求立即停用并整改。',
  handling: 'major',
  rectifyBy: '2099-01-01',
  demand: '更换配电箱',
  beforePhotos: photos,
  refuseReason: '负责人不在场',
  ...more,
});
export const put = (photos: unknown) => ({
  measures: '已更换配电箱并装好漏电保护装置。',
  owner: { name: '张三' },
  finishedOn: '2026-03-21',
  afterPhotos: photos,
  signature,
});
