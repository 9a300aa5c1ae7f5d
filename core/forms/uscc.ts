const CHARS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** A character of the code as number; the body code (GB 11714) counts A to Z without gaps, so A = 10, Z = 35. */
const bodyValue = (char: string): number => parseInt(char, 36);

/**
 * Whether a 统一社会信用代码 is well-formed: 18 characters of its alphabet, check digit of the body code inside it
 * (characters 9–17, modulus 11) and its own check digit (modulus 31). Source: GB 32100-2015, GB 11714-1997.
 */
export function isUscc(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  const body = BODY_WEIGHTS.reduce((sum, weight, i) => sum + weight * bodyValue(code[8 + i] ?? ''), 0);
  const bodyDigit = 11 - (body % 11);
  const bodyCheck = bodyDigit === 10 ? 'X' : bodyDigit === 11 ? '0' : String(bodyDigit);
  if (code[16] !== bodyCheck) return false;
  const whole = WEIGHTS.reduce((sum, weight, i) => sum + weight * CHARS.indexOf(code[i] ?? ''), 0);
  return code[17] === CHARS[(31 - (whole % 31)) % 31];
}
