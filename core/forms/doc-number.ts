/** A 文号 as three parts and in the one spelling by which numbers are compared and stored. */
export interface DocNumber {
  /** 杨应急现决〔2026〕7号 */
  number: string;
  series: string;
  year: number;
  no: number;
}

const OPEN = /[[【〖﹝(「]/g;
const CLOSE = /[\]】〗﹞)」]/g;
const PARTS = /^([^〔〕\d]{1,40}?)字?〔((?:19|20)\d\d)〕第?0*([1-9]\d{0,5})号$/u;

/**
 * Read a 文号 as people type it: any brackets, full-width digits, blanks, 第, leading zeros, 字 after the series. Null
 * for what is no number of that kind (GB/T 9704: issuer's word, year in brackets, running number).
 */
export function docNumber(typed: string): DocNumber | null {
  const plain = typed.normalize('NFKC').replace(/\s+/gu, '').replace(OPEN, '〔').replace(CLOSE, '〕');
  const parts = PARTS.exec(plain);
  if (parts === null) return null;
  const [, series = '', year, no] = parts;
  return { number: numberText(series, Number(year), Number(no)), series, year: Number(year), no: Number(no) };
}

/** The one spelling of a number. */
export const numberText = (series: string, year: number, no: number): string => `${series}〔${year}〕${no}号`;
