import { createHmac, timingSafeEqual } from 'node:crypto';

/** Token by which the 12345 platform proves itself; derived, so that it needs no place of its own. */
export const hotlineToken = (secret: string): string =>
  createHmac('sha256', secret).update('hotline').digest('hex');

/** Compare a Bearer header with the token in constant time. */
export function hotlineMay(authorization: string | undefined, secret: string): boolean {
  const given = Buffer.from(authorization?.replace(/^Bearer /, '') ?? '');
  const wanted = Buffer.from(hotlineToken(secret));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
