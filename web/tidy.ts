import { badRequest } from '../core/errors.ts';
import { cleanText } from '../core/text/clean.ts';
import { tidyJson } from '../core/text/tidy.ts';

/** More field errors than these nobody mends at once; the rest comes with the next try. */
export const MOST_ERRORS = 20;

/** Values of a form lie below this member; the form's own check names their fields. */
const FORM = 'data.';

/**
 * Make the texts of a JSON body ready, in place, before anything looks at them (core/text). Throws 400 for a body beyond all
 * use, and with the field for a text with control characters; those below `data` are left to the form's check.
 */
export function tidyBody(body: unknown): void {
  const { controls, tooMuch } = tidyJson(body);
  if (tooMuch) throw badRequest('提交的内容过多或嵌套过深，请分次提交');
  const errors = controls
    .filter((path) => !path.startsWith(FORM))
    .slice(0, MOST_ERRORS)
    .map((path) => ({ path, message: '含有不能使用的控制字符，请删除后再提交' }));
  if (errors.length > 0) throw badRequest('提交的内容不正确', errors);
}

/** The members of a query, each as one clean line. */
export const tidyQuery = (query: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'string' ? cleanText(value, 'line') : value,
    ]),
  );
