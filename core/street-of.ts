import { rows, type Trx } from './db.ts';
import { nameKey } from './text/fold.ts';

/** What follows where 街道 means the street itself and not the office: 平凉路街道两侧. */
const NO_OFFICE = /^(两|旁|边|口|上|中间|拐角|路面|对面)/;

/**
 * The street office that an address names (街镇托底 needs it): its full name (平凉路街道) or its short one with 街道 (平凉街道). The name of
 * a road says nothing, for roads cross several offices' land and lend them their names. null also where two are
 * named; then the duty desk decides.
 */
export async function streetOf(trx: Trx, address: string): Promise<string | null> {
  if (address === '') return null;
  return streetIn(
    await rows<Street>(trx, `select unit_id as "unitId", name_zh as name from unit where kind = 'street'`),
    address,
  );
}

export interface Street {
  unitId: string;
  name: string;
}

/** As `streetOf`, among these offices. */
export function streetIn(streets: readonly Street[], address: string): string | null {
  const text = nameKey(address);
  const named = streets.filter(({ name }) => formsOf(nameKey(name)).some((form) => names(text, form)));
  return named.length === 1 ? named[0]!.unitId : null;
}

/** 长白新村街道 is also 长白街道, 定海路街道 also 定海街道; never without 街道. */
const formsOf = (name: string): string[] => [name, name.replace(/(路|新村)街道$/, '街道')];

function names(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
    if (!NO_OFFICE.test(text.slice(at + form.length))) return true;
  return false;
}
