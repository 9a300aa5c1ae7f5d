/** 32 hexadecimal digits by chance; `crypto.randomUUID` is missing where the page is not served by https. */
export function uniqueKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}
