import { Type, type TSchema } from '@sinclair/typebox';
import { successOf, type Operation } from './operation.ts';

/** What each refusal means; the body always is a Problem. */
const REFUSALS: Record<number, string> = {
  400: '内容不正确，逐项说明',
  401: '未登录，或令牌不正确',
  403: '不允许，并说明规则',
  404: '没有找到，或无权查看',
  405: '这个地址不支持该请求方法，见 Allow',
  409: '他人已先办理，或状态已变化',
  413: '内容过大',
  414: '地址过长',
  415: '内容类型、压缩方式或字符编码不支持',
  423: '连续输错密码，账号已锁定',
  429: '过于频繁，请稍后再试',
  431: '请求头过大',
  503: '数据库或流程引擎暂时不可用，见 Retry-After',
};

const PROBLEM = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};
const SOMETHING = Type.Object({}, { additionalProperties: true });

/** All answers of an operation: what success looks like, and every refusal that can occur. */
export function describeResponses(operation: Operation): Record<string, object> {
  const success = [successOf(operation), ...(operation.alsoStatus ?? [])].map((status) => [
    String(status),
    { description: '成功', ...contentOf(operation, status) },
  ]);
  const unchanged = operation.method === 'get' ? [['304', { description: '内容未变（If-None-Match）' }]] : [];
  const refused = refusalsOf(operation).map((status) => [
    String(status),
    { description: REFUSALS[status] ?? '不允许', content: PROBLEM },
  ]);
  return Object.fromEntries([...success, ...unchanged, ...refused]) as Record<string, object>;
}

function contentOf({ answer, produces }: Operation, status: number): object {
  if (status === 204) return {};
  if (produces !== undefined) return { content: { [produces]: { schema: binary } } };
  return { content: { 'application/json': { schema: answer ?? SOMETHING } } };
}

const binary: TSchema = Type.String({ format: 'binary' });

function refusalsOf({ method, auth = 'session', body, multipart, refusals = [] }: Operation): number[] {
  const writes = method !== 'get';
  const carries = body !== undefined || multipart !== undefined;
  return [
    400,
    ...(auth === 'none' ? [] : [401]),
    403,
    404,
    405,
    ...(writes ? [409] : []),
    ...(carries ? [413, 415] : []),
    414,
    431,
    503,
    ...refusals,
  ].sort((a, b) => a - b);
}
