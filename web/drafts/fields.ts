import { Type } from '@sinclair/typebox';

/** What a page sends with a draft (core/drafts.ts, DraftSent). */
export const draftFields = {
  data: Type.Record(Type.String(), Type.Unknown()),
  base: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: '接着写的草稿的版本，0 为没有；与服务器不符时返回 409 和较新的内容',
    }),
  ),
  waiting: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, description: '尚在本机未上传的文件数' })),
  device: Type.Optional(Type.String({ maxLength: 64, description: '浏览器的随机标识' })),
};
