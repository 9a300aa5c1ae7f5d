import { fold } from './fold.ts';

/** More words than these nobody needs to find something. */
const MOST_WORDS = 8;

/** A condition on a folded text with its bindings. */
export interface Sought {
  /** Conditions joined by `and`; '' when nothing is sought. */
  sql: string;
  bindings: Record<string, string>;
}

/**
 * What a person looks for, as SQL: every word must occur in one of the folded texts. `%` and `_` are what was typed, not wildcards.
 * In: SQL of texts that are folded already (`c.search_fold`, `fold_text(…)`), what was typed. Bindings are
 * called `q0`, `q1`, ….
 */
export function sought(q: string | undefined, ...folded: string[]): Sought {
  const words = fold(q ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, MOST_WORDS);
  return {
    sql: words.map((_, i) => `(${folded.map((text) => `${text} like :q${i}`).join(' or ')})`).join(' and '),
    bindings: Object.fromEntries(words.map((word, i) => [`q${i}`, pattern(word)])),
  };
}

const pattern = (word: string): string => `%${word.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
