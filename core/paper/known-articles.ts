import { readFileSync } from 'node:fs';
import { readCsv } from '../csv.ts';
import type { LegalPack } from '../legal-pack.ts';
import { articleWords } from './articles.ts';
import { citedArticles, type CitedArticle } from './cited-articles.ts';

/** Laws that are cited in this work, with the number of their articles in the text in force; 0: only what the pack cites (migrations/data/laws.csv). */
let laws: Map<string, number> | undefined;

function lawsInForce(): Map<string, number> {
  const file = new URL('../../migrations/data/laws.csv', import.meta.url);
  laws ??= new Map(readCsv(readFileSync(file, 'utf8')).map((row) => [row.name!, Number(row.articles)]));
  return laws;
}

/** Whether a text cites a law in use; what somebody typed freely does not, and is shown as 未核. */
export const citesKnownLaw = (cited: string): boolean =>
  lawsInForce().has(/^(\S+) art\./.exec(cited)?.[1] ?? '');

/**
 * The articles that a form may name: those that the legal pack cites, then every other article of the laws in use. A
 * picker offers just these, and what is not among them does not exist.
 */
export function knownArticles(pack: Pick<LegalPack, 'amounts' | 'clocks'>): CitedArticle[] {
  const cited = citedArticles(pack);
  const seen = new Set(cited.map(({ value }) => value));
  const others = [...lawsInForce()].flatMap(([law, articles]) =>
    Array.from({ length: articles }, (_, i) => `${law} art.${i + 1}`)
      .filter((value) => !seen.has(value))
      .map((value) => ({ value, label: articleWords(value), confirmed: true })),
  );
  return [...cited, ...others];
}
