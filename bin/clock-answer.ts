import { shippedCalendar } from '../core/calendar.ts';
import { parseMoment } from '../core/days.ts';
import { computeDue, type Due } from '../core/due.ts';
import { AppError, badRequest, type FieldError } from '../core/errors.ts';
import { shippedLadder, warnAt } from '../core/ladder.ts';
import { shippedPack, type LegalClock } from '../core/legal-pack.ts';
import { nearMatches } from '../core/near.ts';

/** A question to the clocks of the pack. */
export interface DueQuestion {
  key: string;
  /** a day, a Shanghai time, or an instant with zone */
  from: string;
  /** days the clock stood still, as the row counts */
  pausedDays?: number;
  /** days added by approved extensions */
  extensionDays?: number;
}

/** The answer as machines read it; instants as ISO texts in UTC. */
export interface DueAnswer {
  key: string;
  dueOn: string | null;
  dueAt: string;
  warnAt: string;
  provisional: boolean;
  article: string;
  packVersion: number;
}

const KNOWN = new Set(['key', 'from', 'pausedDays', 'extensionDays']);
const DAYS = ['pausedDays', 'extensionDays'] as const;

/** Check a question that came as JSON. Throws badRequest with Chinese field errors. */
export function readQuestion(value: unknown): DueQuestion {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('输入有误', [{ path: '', message: '应当是一个 JSON 对象' }]);
  }
  const given = value as Record<string, unknown>;
  const errors: FieldError[] = Object.keys(given)
    .filter((path) => !KNOWN.has(path))
    .map((path) => ({ path, message: '没有这个字段' }));
  for (const path of ['key', 'from']) {
    if (typeof given[path] !== 'string') errors.push({ path, message: '必填，应当是文本' });
  }
  for (const path of DAYS) {
    const days = given[path];
    if (days === undefined) continue;
    if (!Number.isInteger(days) || (days as number) < 0 || (days as number) > 36_600) {
      errors.push({ path, message: '应当是不小于0的整数' });
    }
  }
  if (errors.length > 0) throw badRequest('输入有误', errors);
  return given as unknown as DueQuestion;
}

/** A question worked out: the row, the start and the end. */
export interface WorkedOut {
  row: LegalClock;
  from: Date;
  due: Due;
  warn: Date;
  answer: DueAnswer;
}

/**
 * When a period of the shipped pack ends. Throws AppError `unknown-clock` (near keys in `extra.near`), badRequest for
 * a start that can't be read, conflict for a pause or extension the row doesn't know.
 */
export function workOut(question: DueQuestion): WorkedOut {
  const pack = shippedPack();
  const calendar = shippedCalendar();
  const row = pack.clocks.get(question.key);
  if (!row) throw unknownClock(question.key);
  const from = parseMoment(question.from)?.at;
  if (!from) {
    const message = '读不懂，应当是日期或时间，例如 2026-02-11、2026-02-11T16:40 或 2026-02-11T08:40:00Z';
    throw badRequest('输入有误', [{ path: 'from', message }]);
  }
  const { pausedDays = 0, extensionDays = 0 } = question;
  const due = computeDue(row, from, calendar, { pausedDays, extensionDays });
  const warn = warnAt(row, due, from, calendar, shippedLadder());
  const answer: DueAnswer = {
    key: row.key,
    dueOn: due.dueOn,
    dueAt: due.dueAt.toISOString(),
    warnAt: warn.toISOString(),
    provisional: due.provisional,
    article: row.article,
    packVersion: pack.version,
  };
  return { row, from, due, warn, answer };
}

function unknownClock(key: string): AppError {
  const near = nearMatches(key, shippedPack().clocks.keys());
  const title = `没有时限 ${key.slice(0, 80)}${near.length > 0 ? `，相近的有：${near.join('、')}` : ''}`;
  return new AppError('unknown-clock', 404, title, { extra: { near } });
}
