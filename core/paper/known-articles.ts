import { readFileSync } from 'node:fs';
import { readCsv } from '../csv.ts';
import type { LegalPack } from '../legal-pack.ts';
import { articleWords, chineseNumeral } from './articles.ts';
import { citedArticles, type CitedArticle } from './cited-articles.ts';

/**
 * Laws that are cited in this work, with the number of their articles where somebody counted them in the full text of the
 * version in force (migrations/data/laws.csv, column `counted`); null: not known, so no article of it is called untrue.
 */
let laws: Map<string, number | null> | undefined;

function lawsInUse(): Map<string, number | null> {
  const file = new URL('../../migrations/data/laws.csv', import.meta.url);
  laws ??= new Map(
    readCsv(readFileSync(file, 'utf8')).map(({ name, articles }) => [
      name!,
      articles === '' ? null : Number(articles),
    ]),
  );
  return laws;
}

/** Whether a text cites a law in use; what somebody typed freely does not, and is shown as 未核. */
export const citesKnownLaw = (cited: string): boolean =>
  lawsInUse().has(/^(\S+) art\./.exec(cited)?.[1] ?? '');

/** Whether a text names an article of a law in use whose number of articles is not known: it may be true. */
export function mayExist(cited: string): boolean {
  const [, name = ''] = /^(\S+) art\.[1-9]\d{0,2}$/.exec(cited) ?? [];
  return lawsInUse().get(name) === null;
}

const TYPED = /^《?(.+?)》?(?:art\.|第)([1-9]\d{0,2}|[一二三四五六七八九十百零]+)条?$/u;

/**
 * The article that somebody typed into a picker, where it may exist but cannot be listed (`mayExist`): the law by its
 * name or the end of it, the number in either numerals. None for anything else.
 */
export function typedArticle(typed: string): CitedArticle[] {
  const [, name = '', no = ''] = TYPED.exec(typed.normalize('NFKC').replace(/\s+/gu, '')) ?? [];
  const number = Array.from({ length: 999 }, (_, i) => i + 1).find(
    (n) => String(n) === no || chineseNumeral(n) === no,
  );
  if (name.length < 2 || number === undefined) return [];
  return [...lawsInUse().keys()]
    .map((law) => `${law} art.${number}`)
    .filter((value) => value.includes(name) && mayExist(value))
    .map((value) => ({ value, label: articleWords(value), confirmed: false }));
}

/**
 * The articles that a picker lists: those that the legal pack cites, then every other article of the laws in use whose
 * articles are counted. What is not among them does not exist, unless `mayExist` says that nobody knows.
 */
export function knownArticles(pack: Pick<LegalPack, 'amounts' | 'clocks'>): CitedArticle[] {
  const cited = citedArticles(pack);
  const seen = new Set(cited.map(({ value }) => value));
  const others = [...lawsInUse()].flatMap(([law, articles]) =>
    Array.from({ length: articles ?? 0 }, (_, i) => `${law} art.${i + 1}`)
      .filter((value) => !seen.has(value))
      .map((value) => ({ value, label: articleWords(value), confirmed: true })),
  );
  return [...cited, ...others];
}
