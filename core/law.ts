import { calendarFromRows, type Calendar, type CalendarDayRow, type CalendarYearRow } from './calendar.ts';
import type { CsvRow } from './csv.ts';
import { rows, type Db, type Trx } from './db.ts';
import { AppError } from './errors.ts';
import { shippedLadder, type LadderRules } from './ladder.ts';
import {
  packFromRows,
  packInForce,
  type LegalClock,
  type LegalPack,
  type LegalPackRow,
} from './legal-pack.ts';

/** The law as this installation has it loaded: all versions of the pack, the calendar, the reminder settings. */
export interface Law {
  packs: LegalPack[];
  calendar: Calendar;
  ladder: LadderRules;
  /** Version in force on a Shanghai day. */
  on(day: string): LegalPack;
  /** Row of a key in a version. Throws when a diagram names a key the pack lacks (the publish gate prevents it). */
  clock(version: number, key: string): LegalClock;
}

let loaded: Promise<Law> | undefined;

/** The law, read once per process; `reloadLaw` after an admin changed it. */
export function law(db: Db | Trx): Promise<Law> {
  loaded ??= read(db).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** Forget what was read. */
export function reloadLaw(): void {
  loaded = undefined;
}

async function read(db: Db | Trx): Promise<Law> {
  const heads = await rows<LegalPackRow>(db, 'select * from legal_pack order by version');
  const clocks = await rows<{ pack_version: number; row: CsvRow }>(
    db,
    'select pack_version, row from legal_clock',
  );
  const amounts = await rows<{ pack_version: number; row: CsvRow }>(
    db,
    'select pack_version, row from legal_amount',
  );
  const days = await rows<CalendarDayRow>(db, 'select day, kind, name_zh from calendar_day');
  const years = await rows<CalendarYearRow>(db, 'select year, notice from calendar_year');
  const of = (all: { pack_version: number; row: CsvRow }[], version: number) =>
    all.filter((entry) => entry.pack_version === version).map((entry) => entry.row);
  const packs = heads.map((head) => {
    const version = Number(head.version);
    return packFromRows(head, of(clocks, version), of(amounts, version));
  });
  return {
    packs,
    calendar: calendarFromRows(days, years),
    ladder: shippedLadder(),
    on: (day) => packInForce(packs, day),
    clock(version, key) {
      const row = packs.find((pack) => pack.version === version)?.clocks.get(key);
      if (row === undefined) throw new AppError('unknown-clock', 500, `时限依据库第${version}版没有“${key}”`);
      return row;
    },
  };
}
