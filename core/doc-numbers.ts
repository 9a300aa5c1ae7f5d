import { nextCaseNo } from './cases.ts';
import { one, type Trx } from './db.ts';
import type { FieldError } from './errors.ts';
import { docNumber, numberText, type DocNumber } from './forms/doc-number.ts';
import type { NumberRef } from './forms/types.ts';
import { shanghaiDayOf } from './time.ts';

/** What a number stands on: a form that somebody handed in, or a document that the product numbers. */
export interface Numbered {
  caseId: string;
  submissionId?: string;
  docId?: string;
  at: Date;
}

/** The number that the next paper of a series would get; counts all cases, also those that the person can't see. */
export async function nextNumber(trx: Trx, series: string, at: Date): Promise<string> {
  return nextOf(trx, series, Number(shanghaiDayOf(at).slice(0, 4)));
}

async function nextOf(trx: Trx, series: string, year: number): Promise<string> {
  const row = await one<{ no: number }>(trx, 'select next_number(?, ?) as no', [series, year]);
  return numberText(series, year, row!.no);
}

/**
 * Enter the numbers that somebody typed, in the transaction of the submission. Gives an error for each that another
 * paper has, with the next free one: of two people at once the second waits here until the first has committed.
 */
export async function reserveTyped(
  trx: Trx,
  numbers: readonly NumberRef[],
  paper: Numbered,
): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  // In one order everywhere, so that two forms with the same two numbers don't wait for each other.
  for (const one of numbers.toSorted((a, b) => (a.number < b.number ? -1 : 1))) {
    if (await reserve(trx, one, paper)) continue;
    const free = await nextOf(trx, one.series, one.year);
    errors.push({ path: one.key, message: `文号${one.number}已被使用，可用${free}` });
  }
  return errors;
}

/** The next number of a series, entered for a document: gaps only where somebody typed a number of the same series. */
export async function numberDocument(trx: Trx, series: string, paper: Numbered): Promise<string> {
  for (;;) {
    const number = docNumber(await nextCaseNo(trx, series, paper.at));
    if (number === null) throw new Error(`series ${series} makes no document number`);
    if (await reserve(trx, number, paper)) return number.number;
  }
}

async function reserve(trx: Trx, { number, series, year, no }: DocNumber, paper: Numbered): Promise<boolean> {
  const row = await one<{ done: boolean }>(trx, 'select reserve_number(?, ?, ?, ?, ?, ?, ?, ?) as done', [
    number,
    series,
    year,
    no,
    paper.caseId,
    paper.submissionId ?? null,
    paper.docId ?? null,
    paper.at,
  ]);
  return row!.done;
}
