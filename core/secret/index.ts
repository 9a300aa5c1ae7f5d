import { rows, type Trx } from '../db.ts';
import { reporterOf, type Reporter } from '../vault.ts';
import { digitRuns } from './fold.ts';
import { knownNames } from './known.ts';
import { Matcher } from './matcher.ts';

/** Keys of the vault that hold a name; every other text of it may hold numbers. */
const NAME_KEYS = ['reporter', 'openerName'];

/**
 * Fields in which somebody stands who acts in the case officially: the firm's owner who signs, the receiver of a paper. The
 * reporter's own name there, and nothing else in the field, tells nobody that he reported.
 */
const OFFICIAL = new Set(['owner', 'receiver', 'witness', 'leader', 'signer', 'dutyPerson', 'recipient']);
const SHORTEST_NUMBER = 7;

/** Finds and masks the reporter of one case in its texts and values. */
export class Secrets {
  private readonly matcher: Matcher;
  constructor(matcher: Matcher) {
    this.matcher = matcher;
  }

  /** Nothing is kept that could be told. */
  get empty(): boolean {
    return this.matcher.empty;
  }

  /** Does the value, or any text in it, tell who reported? */
  tells(value: unknown): boolean {
    let found = false;
    this.walk(value, (text) => ((found ||= this.matcher.finds(text)), text));
    return found;
  }

  /** The value with the reporter masked in every text of it. */
  mask<T>(value: T): T {
    return this.walk(value, (text) => this.matcher.mask(text)) as T;
  }

  /** Every text of a value but names that stand officially; keys of objects are ours, not people's. */
  private walk(value: unknown, change: (text: string) => string, key = ''): unknown {
    if (typeof value === 'string')
      return OFFICIAL.has(key) && this.matcher.isName(value) ? value : change(value);
    if (Array.isArray(value)) return value.map((one) => this.walk(one, change, key));
    if (value === null || typeof value !== 'object' || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        // A recipient is a thing with a name; who signs stands under the field's own key.
        this.walk(inner, change, key === 'recipient' && name === 'name' ? 'recipient' : name),
      ]),
    );
  }
}

/** What must stay secret in a case: the reporter's names and numbers, but no word that stands for anybody. */
export async function secretsOf(trx: Trx, caseId: string): Promise<Secrets> {
  const reporter = await reporterOf(trx, caseId);
  if (reporter === undefined) return new Secrets(new Matcher({ names: [], numbers: [] }));
  const names = NAME_KEYS.flatMap((key) => textOf(reporter[key]));
  const { bare } = await knownNames(trx, names);
  const acting = await actsOfficially(trx, caseId, bare, reporter.openerAccount);
  return new Secrets(
    new Matcher({
      names: bare.filter((name) => !acting.has(name)),
      numbers: numbersIn(reporter),
    }),
  );
}

const textOf = (value: unknown): string[] =>
  typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];

/** Telephones and other long numbers, wherever in the vault they were written. */
function numbersIn(reporter: Reporter): string[] {
  const found: string[] = [];
  JSON.stringify(reporter, (_, value: unknown) => {
    if (typeof value === 'string')
      found.push(...digitRuns(value, SHORTEST_NUMBER).map(({ digits }) => digits));
    return value;
  });
  return found;
}

/**
 * Those of the names that a person with an account bears who acts in this case, or is named in it by account: papers and
 * trail name that person. The one who opened the case as its reporter is not meant.
 */
async function actsOfficially(
  trx: Trx,
  caseId: string,
  names: readonly string[],
  opener: unknown,
): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const found = await rows<{ name_zh: string }>(
    trx,
    `select p.name_zh from person p where p.name_zh = any(:names) and p.account is distinct from cast(:opener as text) and (
       exists (select 1 from task t where t.case_id = :caseId and p.account in (t.completed_by, t.assignee))
       or exists (select 1 from submission s where s.case_id = :caseId
                  and (s.by = p.account or strpos(s.data::text, '"' || p.account || '"') > 0))
       or exists (select 1 from document d where d.case_id = :caseId and d.signed_by = p.account))`,
    { names: [...names], caseId, opener: typeof opener === 'string' ? opener : null },
  );
  return new Set(found.map(({ name_zh }) => name_zh));
}
