import type { LegalPack } from '../legal-pack.ts';
import { articleWords } from './articles.ts';

/** An article of law as a form offers it. */
export interface CitedArticle {
  /** As the legal pack cites it; what a form stores. */
  value: string;
  /** In the words of an official document. */
  label: string;
  /** The text in force was checked; else the pack itself says `to confirm`. */
  confirmed: boolean;
}

/**
 * The articles of laws and regulations that a legal pack cites, checked ones first, by law and number. Local rules and
 * customs (局内规定, 12345工单规则) are in the pack too, but are no articles of law, so a field that asks for one does not
 * offer them; nor a citation that only carries a local setting.
 */
export function citedArticles(pack: Pick<LegalPack, 'amounts' | 'clocks'>): CitedArticle[] {
  const found = new Map<string, CitedArticle>();
  for (const { article, status } of [...pack.amounts.values(), ...pack.clocks.values()])
    for (const value of article.split(/[;；]/).map((one) => one.trim())) {
      const label = articleWords(value);
      // What the official wording leaves as it is names no article.
      if (status === 'local example' || label === value) continue;
      const confirmed = status === 'law' || found.get(value)?.confirmed === true;
      found.set(value, { value, label, confirmed });
    }
  return [...found.values()].sort(
    (a, b) =>
      Number(b.confirmed) - Number(a.confirmed) || a.value.localeCompare(b.value, 'zh-CN', { numeric: true }),
  );
}
