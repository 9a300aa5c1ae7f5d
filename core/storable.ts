/**
 * Whether Postgres can keep a text: it has no place for NUL, and half a surrogate pair (an emoji cut in the middle by
 * a length limit) is no character in UTF-8.
 */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
