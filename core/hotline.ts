import { isOneOf, type Key } from './keys.ts';

/**
 * Whether the 12345 platform has proved itself: `Bearer` and the token in use. A replaced token opens nothing any more,
 * for it is replaced because somebody else has it.
 */
export function hotlineMay(authorization: string | undefined, keys: readonly Key[]): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && isOneOf(given, [keys[0]!.value]);
}
