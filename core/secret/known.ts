import { rows, type Trx } from '../db.ts';

/** Why a text that was given as a name protects nobody, or cannot be told from what stands in every file. */
export type Common = 'anybody' | 'appellation' | 'place';

interface Words {
  anybody: Set<string>;
  appellations: string[];
  places: Set<string>;
  /** Family names of two characters. */
  families: Set<string>;
}

/** What is known of names as they were typed. */
export interface KnownNames {
  /** Those that protect nobody. */
  common: Map<string, Common>;
  /** What is left of the others without a way of address: 张三先生 → 张三. */
  bare: string[];
}

/**
 * Is it a word for anybody (居民, 匿名), a way to address somebody (王女士, 张师傅), or a place (杨浦)? Words are data: table
 * `common_name`; a place is also what stands in the name of a unit. Such a word is told at entry, and not looked for.
 */
export async function knownNames(trx: Trx, names: readonly string[]): Promise<KnownNames> {
  const common = new Map<string, Common>();
  if (names.length === 0) return { common, bare: [] };
  const words = await wordsOf(trx);
  for (const name of names) {
    const kind = kindOf(name, words);
    if (kind) common.set(name, kind);
  }
  const others = names.filter((name) => !common.has(name));
  for (const { name } of await inUnitNames(trx, others)) common.set(name, 'place');
  const bare = others
    .filter((name) => !common.has(name))
    .map((name) => {
      const word = words.appellations.find((one) => one !== '某' && name.endsWith(one));
      return word && [...name].length - [...word].length >= SHORTEST_NAME
        ? name.slice(0, -word.length)
        : name;
    });
  return { common, bare };
}

async function wordsOf(trx: Trx): Promise<Words> {
  const all = await rows<{ word: string; kind: Common | 'family' }>(
    trx,
    'select word, kind from common_name',
  );
  const of = (kind: Common | 'family') => all.filter((row) => row.kind === kind).map(({ word }) => word);
  return {
    anybody: new Set(of('anybody')),
    appellations: of('appellation').sort((a, b) => b.length - a.length),
    places: new Set(of('place')),
    families: new Set(of('family')),
  };
}

const SHORTEST_NAME = 2;
/** 热心市民, 附近居民: shorter ones could be somebody's name. */
const SHORTEST_PHRASE = 4;

function kindOf(given: string, { anybody, appellations, places, families }: Words): Common | undefined {
  const name = given.normalize('NFKC').replace(/[\s()\[\]“”"'·]/g, '');
  if (anybody.has(name)) return 'anybody';
  if (places.has(name)) return 'place';
  const family = appellations
    .filter((word) => name.endsWith(word))
    .map((word) => name.slice(0, -word.length));
  if (family.some((rest) => [...rest].length <= 1 || families.has(rest))) return 'appellation';
  const phrase = [...name].length >= SHORTEST_PHRASE;
  return phrase && [...anybody].some((word) => word.length >= 2 && name.endsWith(word))
    ? 'anybody'
    : undefined;
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
