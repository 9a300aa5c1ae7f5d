import { Type } from '@sinclair/typebox';
import multer from 'multer';
import type { Actor } from '../../core/actor.ts';
import { noteLook } from '../../core/access-log.ts';
import { asActor, one, type Trx } from '../../core/db.ts';
import { badRequest, notFound, type AppError } from '../../core/errors.ts';
import { keepUpload } from '../../core/file/upload.ts';
import { filesRoot, readFile } from '../../core/files.ts';
import { require } from '../../core/policies.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';

const FILE_MAX = 50 * 1024 * 1024;

const Upload = Type.Object({
  file: Type.String({ format: 'binary' }),
  takenAt: Type.Optional(Type.String({ format: 'date-time', description: '拍摄时间' })),
  lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  lng: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  accuracy: Type.Optional(Type.Number({ minimum: 0, description: '定位精度（米）' })),
  address: Type.Optional(Type.String({ maxLength: 200 })),
  wanted: Type.Optional(Type.String({ description: '字段接收的内容：picture、recording 或 any' })),
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
      return keepUpload(db, actor, {
        bytes: request.file.buffer,
        name: sentName(request.file.originalname),
        fields: (request.body ?? {}) as Record<string, unknown>,
      });
    },
  );

  routes.get(
    '/files/:sha256',
    { summary: '下载附件', tag: '附件', query: Inline, produces: '*/*' },
    async ({ actor, params, query, response }) => {
      const sha = params.sha256 ?? '';
      if (!/^[0-9a-f]{64}$/.test(sha)) throw notFound();
      const { inline, ...file } = await asActor(db, actor, async (trx) => {
        const seen = await visibleFile(trx, actor, sha);
        const shown = query.inline === '1' && seen.mime.startsWith('image/');
        await noteLook(trx, actor, shown ? 'picture.read' : 'file.read', { sha256: sha });
        return { ...seen, inline: shown };
      });
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

/** Browsers send UTF-8 names, multer reads them as Latin-1 unless they were marked as UTF-8. */
const sentName = (name: string): string =>
  /[^\u0000-\u00ff]/.test(name) ? name : Buffer.from(name, 'latin1').toString('utf8');

/**
 * For whoever uploaded it, and for whoever may see a row that holds it: attachments and evidence as row-level security
 * shows them. A paper's row is also shown to whom it was sent and who drew it up; its text is for a case that he sees
 * whole, or for who has a task about the paper or its item. The name is the one by which the asker may know the file: his
 * own upload's, else the attachment's.
 */
async function visibleFile(trx: Trx, actor: Actor, sha256: string): Promise<{ mime: string; name: string }> {
  const row = await one<{ mime: string; name: string }>(
    trx,
    `select f.mime, s.name from file f cross join lateral (
         select 1 as rank, u.name, u.at from upload u where u.sha256 = f.sha256 and u.by = :me
         union all select 2, a.name, a.at from attachment a where a.sha256 = f.sha256
         union all select 2, u.name, u.at from upload u where u.sha256 = f.sha256
           and exists (select 1 from task_draft_left l where l.files @> array[u.sha256])
         union all select 3, d.title || '.pdf', d.created_at from document d where d.sha256 = f.sha256
           and (sees_whole_case(d.case_id) or holds_paper(d.case_id, d.doc_id) or holds_item(d.case_id, d.item_id))
         union all select 4, e.name, e.at from evidence e where e.sha256 = f.sha256
         order by rank, at desc limit 1) s
       where f.sha256 = :sha`,
    { sha: sha256, me: actor.account },
  );
  if (row === undefined) throw notFound();
  return row;
}
