/** Up to `most` known names that look like a mistyped one: those that contain it first, then by edit distance. */
export function nearMatches(wanted: string, known: Iterable<string>, most = 5): string[] {
  const text = wanted.toLowerCase().slice(0, 80);
  return [...known]
    .map((name) => ({ name, far: distance(text, name.toLowerCase()) }))
    .filter(({ far, name }) => far <= Math.max(2, Math.floor(Math.max(text.length, name.length) / 2)))
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, most)
    .map(({ name }) => name);
}

function distance(a: string, b: string): number {
  if (a.length > 2 && (b.includes(a) || a.includes(b))) return a === b ? 0 : 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
