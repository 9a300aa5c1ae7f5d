import { digitRuns, foldName, MAY_HOLD_NUMBER, type Run, type Stretch } from './fold.ts';

/** What must not be told: names and numbers of one person. */
export interface Secret {
  names: readonly string[];
  /** As people gave them, in any writing. */
  numbers: readonly string[];
}

/** Shorter numbers stand for too many things (house, floor, the last four digits of a telephone). */
const SHORTEST_NUMBER = 7;
/** In front of a number without belonging to it: +86, 0086, the trunk 0. */
const PREFIX = /^(?:(?:00)?86|0)?$/;
const AREA_CODE = /^0(?:10|2\d|[3-9]\d\d)/;
const MASK = '〔已遮蔽〕';

/**
 * Finds a person's names and numbers in texts, however they are written (decision 0013): width, blanks, dots, invisible
 * characters; +86, separators, Chinese digits. A family name with a title, a given name alone, pinyin and the last digits
 * of a number are not looked for: they stand for too many others.
 */
export class Matcher {
  private readonly names: string[];
  private readonly numbers: string[];

  constructor({ names, numbers }: Secret) {
    this.names = [...new Set(names.map((name) => foldName(name.trim()).text))].filter(
      (name) => [...name].length >= 2,
    );
    this.numbers = [...new Set(numbers.flatMap(waysOf))];
  }

  /** Nothing to look for. */
  get empty(): boolean {
    return this.names.length === 0 && this.numbers.length === 0;
  }

  /** Is one of the names or numbers in the text? */
  finds(text: string): boolean {
    return this.stretches(text).length > 0;
  }

  /** Is the text one of the names, and nothing else? */
  isName(text: string): boolean {
    return this.names.includes(foldName(text.trim()).text);
  }

  /** The text with every one of them replaced by a mark. */
  mask(text: string): string {
    let masked = text;
    for (const [from, to] of this.stretches(text).toReversed())
      masked = masked.slice(0, from) + MASK + masked.slice(to);
    return masked;
  }

  /** Where they stand, in order, without overlap. */
  private stretches(text: string): Stretch[] {
    const flat = text.normalize('NFKC').toLowerCase();
    const found = [...this.namesIn(text, flat), ...this.numbersIn(text, flat)].sort(
      (a, b) => a[0] - b[0] || a[1] - b[1],
    );
    const apart: [number, number][] = [];
    for (const [from, to] of found) {
      const last = apart.at(-1);
      if (last && from < last[1]) last[1] = Math.max(last[1], to);
      else apart.push([from, to]);
    }
    return apart;
  }

  // Folding keeps an index per character, which costs; most texts do not even hold the characters of the name, nor enough
  // digits in a row.
  private namesIn(text: string, flat: string): Stretch[] {
    const likely = this.names.filter((name) => [...name].every((char) => flat.includes(char)));
    if (likely.length === 0) return [];
    const folded = foldName(text);
    return likely.flatMap((name) => {
      const found: Stretch[] = [];
      for (let at = folded.text.indexOf(name); at >= 0; at = folded.text.indexOf(name, at + 1))
        if (standsAlone(folded.text, at, name))
          found.push([folded.from[at]!, folded.to[at + name.length - 1]!]);
      return found;
    });
  }

  private numbersIn(text: string, flat: string): Stretch[] {
    if (this.numbers.length === 0 || !MAY_HOLD_NUMBER.test(flat)) return [];
    return digitRuns(text, SHORTEST_NUMBER).flatMap((run) =>
      this.numbers.flatMap((number) => within(run, number)),
    );
  }
}

/** A name in letters is a word of its own; Chinese characters know no words. */
function standsAlone(text: string, at: number, name: string): boolean {
  if (!/^[\p{Script=Latin}\d.]/u.test(name)) return true;
  const ofAWord = (char = ' ') => /[\p{Script=Latin}\d]/u.test(char);
  return !ofAWord(text[at - 1]) && !ofAWord(text[at + name.length]);
}

function within({ digits, from, to, parted }: Run, number: string): Stretch[] {
  const found: Stretch[] = [];
  for (let at = digits.indexOf(number); at >= 0; at = digits.indexOf(number, at + 1)) {
    const end = at + number.length;
    let start = at;
    while (start > 0 && !parted[start]) start -= 1;
    const alone = PREFIX.test(digits.slice(start, at)) && (end === digits.length || parted[end]);
    if (alone) found.push([from[at]!, to[end - 1]!]);
  }
  return found;
}

/** The digits by which a number is found: without country code; of a landline also without area code. */
function waysOf(given: string): string[] {
  return digitRuns(given, SHORTEST_NUMBER).flatMap(({ digits }) => {
    const own = digits.replace(/^(?:00)?86(?=1\d{10}$|0\d{9,11}$)/, '');
    const local = AREA_CODE.test(own) && own.length >= 10 ? own.replace(AREA_CODE, '') : '';
    return local.length >= SHORTEST_NUMBER ? [own, local] : [own];
  });
}
