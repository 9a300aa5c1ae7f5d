import type { Step } from './script.ts';
import type { Story } from './play.ts';

/** One predicate of a verdict as the API gives it. */
export interface PredicateSeen {
  id: string;
  name: string;
  value: 'green' | 'red' | 'pending' | 'explained' | 'n/a';
  message: string;
}

const VALUES: Record<PredicateSeen['value'], string> = {
  green: '✔ 绿',
  red: '✘ 红',
  pending: '… 待',
  explained: '✔ 附说明',
  'n/a': '– 不适用',
};

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u3000-\u303f]/;

/** Columns a text takes on a terminal: Chinese characters take two. */
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (WIDE.test(char) ? 2 : 1), 0);
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Shanghai wall-clock time of an instant, `YYYY-MM-DD HH:MM`. */
export const shanghai = (iso: string): string =>
  new Date(Date.parse(iso) + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ');

/** What is played, and what of it is invented. */
export const headLines = (story: Story, url: string): string[] => [
  `演示：${story.title}（公开案例 ${story.id}，${story.source.site}《${story.source.title}》）`,
  `说明：${story.played.invented}`,
  `系统：${url}`,
];

/** One act: when, who (name and post), which step, what. */
export const stepLine = ({ at, name, post, elementName, text }: Step): string =>
  `${shanghai(at)}  ${pad(`${name}（${post.replace(/[（(].*$/, '')}）`, 26)}${pad(elementName, 18)}${text}`;

/** The verdict as a table: one line a predicate. */
export const verdictLines = (result: string, predicates: readonly PredicateSeen[]): string[] => [
  `闭环核验：${result === 'green' ? '绿，已闭环' : '红，未闭环'}`,
  ...predicates.map(
    ({ id, name, value, message }) => `  ${pad(id, 7)}${pad(name, 16)}${pad(VALUES[value], 10)}${message}`,
  ),
];
