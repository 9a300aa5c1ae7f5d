import type { Actor } from '../actor.ts';
import { rows, type Trx } from '../db.ts';
import type { FieldError } from '../errors.ts';
import { docNumber } from '../forms/doc-number.ts';
import type { CompiledForm } from '../forms/index.ts';
import { namedThings, type NamedThing } from '../forms/named-things.ts';
import { law } from '../law.ts';
import { offeredAll } from '../offered.ts';
import { knownArticles, mayExist } from '../paper/known-articles.ts';
import { ADMINISTRATORS } from '../policies.ts';
import { now, shanghaiDayOf } from '../time.ts';

/** What the registers say of a thing; of a dissolved unit also who has come after it. */
interface Known {
  kind: NamedThing['kind'];
  id: string;
  name: string;
  successor: string | null;
  /** Works for the bureau, a unit or as expert; not for a firm, nor as volunteer or administrator only. */
  official: boolean;
}

/**
 * Only what the actor's pickers offer him (web/lookups): else a refusal would tell an outsider who is in the registers.
 * Row-level security does the same for cases and papers.
 */
const KNOWN = `
  select 'unit' as kind, u.unit_id as id, u.name_zh as name, case when s.unit_id <> u.unit_id then s.name_zh end as successor, false as official
    from unit u join unit s on s.unit_id = current_unit(u.unit_id)
    where u.unit_id = any(:unit) and (:all or u.unit_id = :mine)
  union all select 'person', account, name_zh, null, firm_uscc is null and exists (
      select 1 from membership m where m.account = person.account and (m.until_at is null or m.until_at > :now)
        and m.grp <> all(:others))
    from person where account = any(:person) and active and (:all or account = :me or firm_uscc = any(:firms))
  union all select 'firm', uscc, name_zh, null, false from firm
    where uscc = any(:firm) and (:all or uscc = any(:firms))
  union all select 'paper', case_no, '', null, false from cases where case_no = any(:paper)
  union all select 'paper', number, '', null, false from doc_number where number = any(:paper)`;

/** Who is in none but these inspects nothing for the authority. */
const NO_OFFICIALS = ['volunteer', ...ADMINISTRATORS];

/**
 * Everything that checked data name must exist, be active and be offered to the actor. In: data as the form check took
 * them. Out: an error at each field that names something else. One statement, however many things are named.
 */
export async function missingThings(
  trx: Trx,
  actor: Actor,
  form: CompiledForm,
  data: Record<string, unknown>,
): Promise<FieldError[]> {
  const things = namedThings(form, data);
  if (things.length === 0) return [];
  const known = await knownOf(trx, actor, things);
  const articles = things.some(({ kind }) => kind === 'article') ? await articlesInForce(trx) : new Set();
  return things.flatMap((thing) => {
    const found =
      thing.kind === 'article'
        ? articles.has(thing.id) || mayExist(thing.id)
        : known.get(`${thing.kind} ${idOf(thing)}`);
    const message = faultOf(thing, found);
    return message === null ? [] : [{ path: thing.path, message: thing.field + message }];
  });
}

async function knownOf(trx: Trx, actor: Actor, things: readonly NamedThing[]): Promise<Map<string, Known>> {
  if (things.every(({ kind }) => kind === 'article')) return new Map();
  const of = (kind: NamedThing['kind']) => things.filter((thing) => thing.kind === kind).map(idOf);
  const found = await rows<Known>(trx, KNOWN, {
    unit: of('unit'),
    person: of('person'),
    firm: of('firm'),
    paper: of('paper'),
    all: await offeredAll(trx, actor),
    me: actor.account,
    mine: actor.unitId,
    now: now(),
    others: NO_OFFICIALS,
    firms: actor.groups.filter((group) => group.startsWith('firm:')).map((group) => group.slice(5)),
  });
  return new Map(found.map((one) => [`${one.kind} ${one.id}`, one]));
}

/** Papers are looked for in the one spelling of their numbers. */
const idOf = ({ kind, id }: NamedThing): string => (kind === 'paper' ? (docNumber(id)?.number ?? id) : id);

async function articlesInForce(trx: Trx): Promise<Set<unknown>> {
  const pack = (await law(trx)).on(shanghaiDayOf(now()));
  return new Set(knownArticles(pack).map(({ value }) => value));
}

/** What is wrong with a thing, going on after the field's name; null where nothing is. */
function faultOf(thing: NamedThing, found: Known | boolean | undefined): string | null {
  if (typeof found === 'object' && found.successor !== null)
    return `：“${found.name}”已并入或更名为“${found.successor}”，请改选“${found.successor}”`;
  if (typeof found === 'object' && thing.official && !found.official)
    return `：“${found.name}”不是监管、执法或专家人员，不能在这里署名，请另选办理人员`;
  if (found) return null;
  switch (thing.kind) {
    case 'unit':
      return '：没有这个单位，请从列表中选择';
    case 'person':
      return `：没有“${thing.id}”这个人员，请从列表中选择`;
    case 'firm':
      if (thing.free && thing.name !== '') return null;
      return thing.free ? '：名录里没有这家企业，请写明企业名称' : '：名录里没有这家企业，请从列表中选择';
    case 'article':
      return thing.free ? null : `：没有“${thing.id}”这条法律条款，请从列表中选择`;
    case 'paper':
      return `：没有找到案号或文号“${thing.id}”，请核对`;
  }
}
