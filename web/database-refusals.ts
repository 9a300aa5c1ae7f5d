import { AppError, badRequest, conflict, notFound, unavailable } from '../core/errors.ts';

/**
 * The last net: what Postgres refuses although no check of ours did, by SQLSTATE. Nothing was stored, and a person is told
 * what to do instead of getting a 500. In: any error. Out: undefined where it is none of these (a fault of ours).
 */
export function refusedByDatabase(error: unknown): AppError | undefined {
  const { code, severity, message } = (error ?? {}) as Record<string, unknown>;
  if (typeof code !== 'string' || typeof severity !== 'string') return undefined;
  if (code === '42501' && String(message).includes('row-level security')) return notFound();
  return NET.find(({ states }) => states.test(code))?.answer();
}

const NET: { states: RegExp; answer: () => AppError }[] = [
  // Data exceptions (a text that is no uuid, date, number or JSON; out of range; NUL) and checks of a table.
  {
    states: /^(22\w{3}|23502|23514|54\w{3})$/,
    answer: () => badRequest('提交的内容里有系统不能保存的值，没有保存，请检查数字、日期和特殊字符后再提交'),
  },
  {
    states: /^(23505|23P01)$/,
    answer: () => conflict('同样的内容已经存在，没有重复保存，请刷新后查看'),
  },
  {
    states: /^(23001|23503)$/,
    answer: () => conflict('内容引用了不存在或正在使用的记录，没有保存，请刷新后重新选择'),
  },
  // Deadlock, serialisation, a lock not got, a statement that took too long, no room.
  {
    states: /^(40P01|40001|55P03|57014|25P0[34]|53\w{3})$/,
    answer: () => unavailable('系统正忙，内容没有保存，请稍后再试', 2),
  },
];
