import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import exifr from 'exifr';
import { fileTypeFromBuffer } from 'file-type';
import multer from 'multer';
import sharp from 'sharp';
import type { Actor } from '../../core/actor.ts';
import { noteLook } from '../../core/access-log.ts';
import { asActor, one, type Db } from '../../core/db.ts';
import { AppError, badRequest, notFound } from '../../core/errors.ts';
import { filesRoot, readFile, storeFile } from '../../core/files.ts';
import { require } from '../../core/policies.ts';
import { now } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';

const IMAGE_MAX = 10 * 1024 * 1024;
const FILE_MAX = 50 * 1024 * 1024;
const EDGE = 1600;
const CLOCK_SKEW_MS = 5 * 60_000;
const IMAGES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif']);
const PAPERS = new Set([
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/x-cfb',
  'application/zip',
  'video/mp4',
]);

interface Incoming {
  bytes: Buffer;
  name: string;
  takenAt: Date | null;
  lat: number | null;
  lng: number | null;
  address: string | null;
}

const Upload = Type.Object({
  file: Type.String({ format: 'binary' }),
  takenAt: Type.Optional(Type.String({ format: 'date-time', description: '拍摄时间' })),
  lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  lng: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  address: Type.Optional(Type.String({ maxLength: 200 })),
});
const Inline = Type.Object({ inline: Type.Optional(Type.String({ description: '1：在页面中显示' })) });

/** Upload and fetch files by SHA-256. A file is what its content says, never what its name says. */
export function fileRoutes({ db }: Web): Routes {
  const routes = new Routes();
  const receive = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: FILE_MAX, files: 1, fields: 10, fieldSize: 2_000 },
  }).single('file');

  routes.post(
    '/files',
    { summary: '上传附件（multipart，字段 file）', tag: '附件', status: 201, multipart: Upload },
    async ({ actor, request, response }) => {
      require(actor, 'file.upload');
      await new Promise<void>((resolve, reject) =>
        receive(request, response, (error: unknown) => (error ? reject(uploadFault(error)) : resolve())),
      );
      if (request.file === undefined) throw badRequest('没有收到文件，请重新选择');
      return accept(db, actor, incoming(request.file, (request.body ?? {}) as Record<string, unknown>));
    },
  );

  routes.get(
    '/files/:sha256',
    { summary: '下载附件', tag: '附件', query: Inline, produces: '*/*' },
    async ({ actor, params, query, response }) => {
      const sha = params.sha256 ?? '';
      if (!/^[0-9a-f]{64}$/.test(sha)) throw notFound();
      const file = await visibleFile(db, actor, sha);
      const inline = query.inline === '1' && file.mime.startsWith('image/');
      await noteLook(db, actor, inline ? 'picture.read' : 'file.read', { sha256: sha });
      response.setHeader('content-type', file.mime);
      response.setHeader(
        'content-disposition',
        `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      );
      response.send(Buffer.from(await readFile(filesRoot(), sha)));
    },
  );
  return routes;
}

function uploadFault(error: unknown): AppError {
  const code = (error as { code?: string }).code;
  if (code === 'LIMIT_FILE_SIZE') return badRequest('文件超过 50 MB，请压缩后再上传');
  return badRequest('文件没有完整收到，请重新上传');
}

function incoming(file: Express.Multer.File, fields: Record<string, unknown>): Incoming {
  const number = (value: unknown) =>
    typeof value === 'string' && value !== '' && Number.isFinite(Number(value)) ? Number(value) : null;
  const taken =
    typeof fields.takenAt === 'string' && Date.parse(fields.takenAt) > 0 ? new Date(fields.takenAt) : null;
  return {
    bytes: file.buffer,
    // Browsers send UTF-8 names, multer reads them as Latin-1.
    name:
      Buffer.from(file.originalname, 'latin1')
        .toString('utf8')
        .replace(/[\u0000-\u001f/\\]/g, '_')
        .slice(0, 200) || '附件',
    takenAt: taken,
    lat: number(fields.lat),
    lng: number(fields.lng),
    address:
      typeof fields.address === 'string' && fields.address !== '' ? fields.address.slice(0, 200) : null,
  };
}

async function accept(db: Db, actor: Actor, sent: Incoming) {
  const type = await fileTypeFromBuffer(sent.bytes);
  const image = type !== undefined && IMAGES.has(type.mime);
  if (!image && (type === undefined || !PAPERS.has(type.mime)))
    throw badRequest('文件内容不是可接受的类型（照片、PDF、Word、Excel、压缩包、MP4）');
  if (image && sent.bytes.length > IMAGE_MAX) throw badRequest('照片超过 10 MB，请降低分辨率后再上传');
  const kept = image ? await asPicture(sent) : { ...sent, mime: type!.mime };
  if (kept.takenAt !== null && kept.takenAt.getTime() > now().getTime() + CLOCK_SKEW_MS)
    throw badRequest('拍摄时间晚于现在，请检查设备时间');
  const sha256 = await storeFile(filesRoot(), kept.bytes);
  const at = now();
  await asActor(db, actor, async (trx) => {
    await trx.raw(
      'insert into file (sha256, mime, size, created_at) values (?, ?, ?, ?) on conflict do nothing',
      [sha256, kept.mime, kept.bytes.length, at],
    );
    await trx.raw(
      'insert into upload (upload_id, sha256, name, by, at, taken_at, lat, lng) values (?, ?, ?, ?, ?, ?, ?, ?)',
      [randomUUID(), sha256, kept.name, actor.account, at, kept.takenAt, kept.lat, kept.lng],
    );
  });
  return {
    sha256,
    name: kept.name,
    mime: kept.mime,
    size: kept.bytes.length,
    takenAt: kept.takenAt?.toISOString() ?? null,
    place:
      kept.lat === null || kept.lng === null
        ? null
        : { lat: kept.lat, lng: kept.lng, ...(kept.address ? { address: kept.address } : {}) },
  };
}

/**
 * Re-encode: what is stored is a picture and nothing else (no scripts, no hidden data), at most 1600 px, without EXIF.
 * Time and place are read before: the camera's word is better evidence than the browser's.
 */
async function asPicture(sent: Incoming): Promise<Incoming & { mime: string }> {
  const exif = (await exifr
    .parse(sent.bytes, {
      gps: true,
      pick: ['DateTimeOriginal', 'OffsetTimeOriginal', 'latitude', 'longitude'],
    })
    .catch(() => undefined)) as
    { DateTimeOriginal?: Date; latitude?: number; longitude?: number } | undefined;
  try {
    const picture = sharp(sent.bytes, { limitInputPixels: 100_000_000, failOn: 'error' })
      .rotate()
      .resize(EDGE, EDGE, { fit: 'inside', withoutEnlargement: true });
    const alpha = (await sharp(sent.bytes).metadata()).hasAlpha === true;
    const bytes = alpha ? await picture.png().toBuffer() : await picture.jpeg({ quality: 85 }).toBuffer();
    return {
      ...sent,
      bytes,
      mime: alpha ? 'image/png' : 'image/jpeg',
      takenAt: exif?.DateTimeOriginal ?? sent.takenAt,
      lat: exif?.latitude ?? sent.lat,
      lng: exif?.longitude ?? sent.lng,
    };
  } catch {
    throw badRequest('照片无法打开，可能已损坏，请重新拍摄或选择');
  }
}

/**
 * For whoever uploaded it, and for whoever may see a row that holds it: an attachment (row-level security), evidence or a
 * paper of a case that he sees whole, or that one of his tasks is about. Its name is the one by which the asker may know
 * it: his own upload's, else the attachment's.
 */
async function visibleFile(db: Db, actor: Actor, sha256: string): Promise<{ mime: string; name: string }> {
  return asActor(db, actor, async (trx) => {
    const row = await one<{ mime: string; name: string }>(
      trx,
      `select f.mime, s.name from file f cross join lateral (
         select 1 as rank, u.name, u.at from upload u where u.sha256 = f.sha256 and u.by = :me
         union all select 2, a.name, a.at from attachment a where a.sha256 = f.sha256
         union all select 2, u.name, u.at from upload u where u.sha256 = f.sha256
           and exists (select 1 from task_draft_left l where l.files @> array[u.sha256])
         union all select 3, d.title || '.pdf', d.created_at from document d where d.sha256 = f.sha256
           and (sees_whole_case(d.case_id) or works_on_paper(d.case_id, d.doc_id, d.item_id))
         union all select 4, e.name, e.at from evidence e where e.sha256 = f.sha256
           and (sees_whole_case(e.case_id) or works_on(e.case_id, e.task_id, e.item_id, null))
         order by rank, at desc limit 1) s
       where f.sha256 = :sha`,
      { sha: sha256, me: actor.account },
    );
    if (row === undefined) throw notFound();
    return row;
  });
}
