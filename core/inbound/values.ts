import { cleanText, withoutControl } from '../text/clean.ts';
import { digitRuns } from '../secret/fold.ts';
import type { Matcher } from '../secret/matcher.ts';
import { halfWidth } from '../text/fold.ts';

/**
 * A value of any JSON type as clean text; undefined where it says nothing. A list of texts is those texts, so that a name
 * sent as a list of one is that name, and is protected as such; anything deeper is as it was written.
 */
export function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (isPlainList(value)) {
    const texts = value.map(textOf).filter((one) => one !== undefined);
    return texts.join('，') || undefined;
  }
  const text =
    typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return withoutControl(cleanText(text)).trim() || undefined;
}

const isPlainList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one !== 'object' || one === null);

/** Neither a text nor a list of texts: no field can hold it as what it means. */
export const isNested = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !isPlainList(value);

const YES = ['true', '1', 'yes', 'y', '是', '有', '对'];
const NO = ['false', '0', 'no', 'n', '否', '无', '没有', '不'];

/** What a member is asked: each has words of its own besides yes and no. */
export type Question = 'anonymous' | 'urgent' | 'deathInvolved';
const WORDS: Record<Question, { yes: string[]; no: string[] }> = {
  anonymous: {
    yes: ['匿名', '匿名举报', '保密', '不实名', '要求保密'],
    no: ['实名', '实名举报', '公开', '不匿名', '不保密'],
  },
  urgent: {
    yes: ['紧急', '特急', '加急', '急', '急件', '特别紧急', '非常紧急'],
    no: ['一般', '普通', '不紧急', '平件', '不急', '正常', '常规'],
  },
  deathInvolved: {
    yes: ['涉及', '有死亡', '有人死亡', '死亡'],
    no: ['不涉及', '无死亡', '无人死亡', '无伤亡'],
  },
};

/** Yes or no as platforms write it; null where it is neither. A count of the dead is yes unless it is none. */
export function flagOf(value: unknown, question: Question): boolean | null {
  const text = halfWidth(textOf(value) ?? '').toLowerCase();
  if (YES.includes(text) || WORDS[question].yes.includes(text)) return true;
  if (question === 'deathInvolved' && /^[1-9]\d{0,3} ?(人|名)?(死亡)?$/.test(text)) return true;
  return NO.includes(text) || WORDS[question].no.includes(text) ? false : null;
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
/** In Chinese digits too, which stand for years and amounts more often than for landlines. */
const MOBILE = /1[3-9]\d{9}/;
const MOBILE_DIGITS = 11;

/**
 * Whether a member that no form knows may tell who reported: by its name, by a number in it, by what else is known of
 * them, however it is written.
 */
export function isPersonal(key: string, text: string, known: Matcher): boolean {
  const digits = halfWidth(text).replace(/[\s-]/g, '');
  return (
    PERSONAL_NAME.test(key) ||
    NUMBER_OF_A_PERSON.test(digits) ||
    digitRuns(text, MOBILE_DIGITS).some((run) => MOBILE.test(run.digits)) ||
    known.finds(text)
  );
}
