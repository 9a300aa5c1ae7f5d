import { rows, type Trx } from '../db.ts';

/** Why a text that was given as a name protects nobody, or cannot be told from what stands in every file. */
export type Common = 'anybody' | 'appellation' | 'place';

interface Words {
  anybody: Set<string>;
  appellations: string[];
  places: Set<string>;
}

/**
 * Is it a word for anybody (居民, 匿名), a way to address somebody (王女士, 张师傅), or a place (杨浦)? Words are data: table
 * `common_name`; a place is also what stands in the name of a unit. Such a word is told at entry, and not looked for.
 */
export async function commonNames(trx: Trx, names: readonly string[]): Promise<Map<string, Common>> {
  const found = new Map<string, Common>();
  if (names.length === 0) return found;
  const words = await wordsOf(trx);
  for (const name of names) {
    const kind = kindOf(name, words);
    if (kind) found.set(name, kind);
  }
  const rest = names.filter((name) => !found.has(name));
  for (const { name } of await inUnitNames(trx, rest)) found.set(name, 'place');
  return found;
}

async function wordsOf(trx: Trx): Promise<Words> {
  const all = await rows<{ word: string; kind: Common }>(trx, 'select word, kind from common_name');
  const of = (kind: Common) => all.filter((row) => row.kind === kind).map(({ word }) => word);
  return { anybody: new Set(of('anybody')), appellations: of('appellation'), places: new Set(of('place')) };
}

/** A family name of one character, or a double one, with what it is addressed by. */
const LONGEST_FAMILY_NAME = 2;

function kindOf(given: string, { anybody, appellations, places }: Words): Common | undefined {
  const name = given.normalize('NFKC').replace(/[\s()\[\]“”"'·]/g, '');
  if (anybody.has(name)) return 'anybody';
  if (places.has(name)) return 'place';
  if (appellations.includes(name)) return 'appellation';
  const family = appellations
    .filter((word) => name.endsWith(word))
    .map((word) => [...name.slice(0, -word.length)].length);
  if (family.some((length) => length <= LONGEST_FAMILY_NAME)) return 'appellation';
  // 热心市民, 附近居民李某: somebody and a word for anybody.
  return [...anybody].some((word) => word.length >= 2 && name.endsWith(word)) ? 'anybody' : undefined;
}

const inUnitNames = (trx: Trx, names: readonly string[]): Promise<{ name: string }[]> =>
  names.length === 0
    ? Promise.resolve([])
    : rows(
        trx,
        `select n as name from unnest(cast(:names as text[])) n
         where char_length(n) <= 4 and exists (select 1 from unit u where strpos(u.name_zh, n) > 0)`,
        { names: [...names] },
      );
