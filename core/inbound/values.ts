import { cleanText, withoutControl } from '../text/clean.ts';
import { halfWidth } from '../text/fold.ts';

/** A value of any JSON type as clean text; undefined where it says nothing. Lists and objects as they were written. */
export function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const text =
    typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return withoutControl(cleanText(text)).trim() || undefined;
}

const YES = new Set(['true', '1', 'yes', 'y', '是', '有', '对']);
const NO = new Set(['false', '0', 'no', 'n', '否', '无', '没有', '不']);

/** Yes or no as platforms write it; null where it is neither. */
export function flagOf(value: unknown): boolean | null {
  const text = halfWidth(textOf(value) ?? '').toLowerCase();
  if (YES.has(text)) return true;
  return NO.has(text) ? false : null;
}

/** A coordinate within its bounds; null where it is none. */
export function degreesOf(value: unknown, most: number): number | null {
  const text = halfWidth(textOf(value) ?? '');
  const found = /^-?\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return Math.abs(found) <= most ? found : null;
}

const PERSONAL_NAME =
  /name|phone|tel|mobile|caller|contact|reporter|applicant|visitor|id_?(card|no|num)|cert|mail|wechat|weixin|qq|姓名|电话|手机|联系|身份|证件|来电|举报|申请人|诉求人|反映人|邮箱|微信/i;
const NUMBER_OF_A_PERSON = /1[3-9]\d{9}|0\d{2,3}\d{7,8}|\d{17}[\dxX]/;

/** Whether a member that no form knows may tell who reported: by its name, by a number in it, by what else is known of them. */
export function isPersonal(key: string, text: string, known: readonly string[]): boolean {
  const digits = halfWidth(text).replace(/[\s-]/g, '');
  return (
    PERSONAL_NAME.test(key) ||
    NUMBER_OF_A_PERSON.test(digits) ||
    known.some((one) => one.length >= 2 && text.includes(one))
  );
}
