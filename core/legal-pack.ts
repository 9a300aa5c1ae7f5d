import { readFileSync } from 'node:fs';
import { readCsv, type CsvRow } from './csv.ts';

export type ClockUnit = 'min' | 'h' | 'd' | 'wd' | 'month';

/** Where a rule comes from: an article, a setting of the bureau, or a question to be asked before go-live. */
export type RuleStatus = 'law' | 'local example' | 'to confirm';

/** How a clock may be lengthened (only through process extension-approval). */
export interface ExtensionRule {
  /** most days that may be added altogether; null: the pack sets no ceiling, the approver decides */
  max: number | null;
  /** the added days are counted as calendar days or working days */
  unit: 'd' | 'wd';
  /** how many times */
  count: number;
  /** group that decides, e.g. `gov` */
  approver: string;
  status: RuleStatus;
  /** backward limit that the application must keep besides the expiry, e.g. `rectify.extension.ask` */
  askBeforeKey: string | null;
}

/** One time limit of the pack. */
export interface LegalClock {
  key: string;
  nameZh: string;
  value: number;
  unit: ClockUnit;
  direction: 'forward' | 'backward';
  /** an end on a rest day moves to the next working day */
  roll: boolean;
  /** backward limits only: the whole number of days must lie between the two days (听证通知) */
  wholeDaysBetween: boolean;
  startsAt: string;
  article: string;
  status: RuleStatus;
  note: string;
  /** reasons for which the clock may be paused; empty: never */
  pauseReasons: readonly string[];
  /** null: can't be lengthened */
  extension: ExtensionRule | null;
}

/** One amount, count or share of the pack; numbers stay decimal strings, exactly as the law writes them. */
export interface LegalAmount {
  key: string;
  nameZh: string;
  min: string | null;
  max: string | null;
  /** false: 以下 excludes the number (grades), true: both ends belong to the range (fines) */
  maxIncluded: boolean;
  unit: string;
  condition: string;
  article: string;
  status: RuleStatus;
  note: string;
  /** a value that is a word, e.g. the body that investigates */
  valueZh: string;
  /** codes the row holds for (grades); empty: see the key */
  appliesTo: readonly string[];
  /** periods that belong to the counts of `min` and `max`, in their order, e.g. `180 d`, `12 month` */
  windows: readonly string[];
}

/** One version of the law as data. */
export interface LegalPack {
  version: number;
  /** first day in force, `YYYY-MM-DD` */
  effectiveFrom: string;
  /** last day in force; null: open */
  effectiveTo: string | null;
  clocks: ReadonlyMap<string, LegalClock>;
  amounts: ReadonlyMap<string, LegalAmount>;
}

/** Row of `legal_pack` / legal-pack.csv. */
export interface LegalPackRow {
  version: number | string;
  effective_from: string;
  effective_to: string | null;
}

const list = (text: string | undefined): string[] => (text ? text.split(';') : []);
const orNull = (text: string | undefined): string | null => (text ? text : null);

const UNITS: readonly string[] = ['min', 'h', 'd', 'wd', 'month'];
const DECIMAL = /^\d+(\.\d{1,2})?$/;

function decimalOrNull(key: string, text: string | undefined): string | null {
  if (!text) return null;
  if (!DECIMAL.test(text)) throw new RangeError(`bad number in amount row ${key}: ${text}`);
  return text;
}

/** A clock from a row with the column names of legal-clocks.csv. Throws RangeError on a value that can't be one. */
export function clockFromRow(row: CsvRow): LegalClock {
  const value = Number(row.value);
  if (!row.key || !Number.isInteger(value) || value < 1 || !UNITS.includes(row.unit ?? ''))
    throw new RangeError(`bad clock row ${row.key}`);
  return {
    key: row.key,
    nameZh: row.name_zh ?? '',
    value,
    unit: row.unit as ClockUnit,
    direction: row.direction === 'backward' ? 'backward' : 'forward',
    roll: row.roll === 'yes',
    wholeDaysBetween: row.whole_days_between === 'yes',
    startsAt: row.starts_at ?? '',
    article: row.article ?? '',
    status: row.status as RuleStatus,
    note: row.note ?? '',
    pauseReasons: list(row.pause_reasons),
    extension: extensionFromRow(row),
  };
}

function extensionFromRow(row: CsvRow): ExtensionRule | null {
  if (!row.extension_approver) return null;
  return {
    max: row.extension_max ? Number(row.extension_max) : null,
    unit: row.extension_unit === 'wd' ? 'wd' : 'd',
    count: Number(row.extension_count),
    approver: row.extension_approver,
    status: row.extension_status as RuleStatus,
    askBeforeKey: orNull(row.ask_before_key),
  };
}

/** An amount from a row with the column names of legal-amounts.csv. Throws RangeError on a number that is none. */
export function amountFromRow(row: CsvRow): LegalAmount {
  if (!row.key) throw new RangeError('amount row without key');
  return {
    key: row.key,
    nameZh: row.name_zh ?? '',
    min: decimalOrNull(row.key, row.min),
    max: decimalOrNull(row.key, row.max),
    maxIncluded: row.max_included !== 'no',
    unit: row.unit ?? '',
    condition: row.condition ?? '',
    article: row.article ?? '',
    status: row.status as RuleStatus,
    note: row.note ?? '',
    valueZh: row.value_zh ?? '',
    appliesTo: list(row.applies_to),
    windows: list(row.windows),
  };
}

/** Build a pack from rows as they lie in the data files and, as `row` jsonb, in legal_clock and legal_amount. */
export function packFromRows(
  head: LegalPackRow,
  clockRows: readonly CsvRow[],
  amountRows: readonly CsvRow[],
): LegalPack {
  return {
    version: Number(head.version),
    effectiveFrom: head.effective_from,
    effectiveTo: head.effective_to || null,
    clocks: new Map(clockRows.map((row) => [row.key ?? '', clockFromRow(row)])),
    amounts: new Map(amountRows.map((row) => [row.key ?? '', amountFromRow(row)])),
  };
}

/** Build a pack from the texts of legal-clocks.csv and legal-amounts.csv. */
export function packFromCsv(head: LegalPackRow, clocksCsv: string, amountsCsv: string): LegalPack {
  return packFromRows(head, readCsv(clocksCsv), readCsv(amountsCsv));
}

/**
 * The version in force on a day `YYYY-MM-DD`: for clocks the day the period starts, for fines the day of the act.
 * Before the first version the first one answers: an older text was never loaded.
 */
export function packInForce(packs: readonly LegalPack[], day: string): LegalPack {
  const known = [...packs].sort((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom));
  const first = known[0];
  if (!first) throw new RangeError('no legal pack is loaded');
  return known.findLast((pack) => pack.effectiveFrom <= day) ?? first;
}

const dataFile = (name: string): string =>
  readFileSync(new URL(`../migrations/data/${name}`, import.meta.url), 'utf8');

let shipped: LegalPack | undefined;

/** The pack shipped with the product (version 1), read once; for the command line and tests. */
export function shippedPack(): LegalPack {
  if (!shipped) {
    const head = readCsv(dataFile('legal-pack.csv'))[0] as unknown as LegalPackRow;
    shipped = packFromCsv(head, dataFile('legal-clocks.csv'), dataFile('legal-amounts.csv'));
  }
  return shipped;
}
