/** The encoding that the mark at the beginning of a text names; undefined where there is none, or that of UTF-8. */
export const markedEncoding = ([one, two]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined =>
  one === 0xff && two === 0xfe ? 'utf-16le' : one === 0xfe && two === 0xff ? 'utf-16be' : undefined;

/**
 * The bytes as text of this encoding; undefined where they are none. `cut`: these are only the first bytes of a text, and its
 * last character may be cut.
 */
export function decoded(bytes: Uint8Array, encoding: string, cut = false): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}
