/** How much JSON is looked at: members in all, characters in all, levels of nesting. */
export interface SizeLimit {
  values: number;
  characters: number;
  depth: number;
}

/** Whether a JSON value is beyond a limit. Walks without recursion, so that no nesting can exhaust the stack. */
export function isTooBig(value: unknown, limit: SizeLimit): boolean {
  const waiting: [unknown, number][] = [[value, 0]];
  let characters = 0;
  for (let seen = 0; waiting.length > 0; seen++) {
    const [one, depth] = waiting.pop() ?? [null, 0];
    if (typeof one === 'string') characters += one.length;
    if (seen > limit.values || characters > limit.characters || depth > limit.depth) return true;
    if (typeof one !== 'object' || one === null) continue;
    for (const [key, member] of Object.entries(one)) {
      characters += key.length;
      waiting.push([member, depth + 1]);
      if (waiting.length > limit.values) return true;
    }
  }
  return false;
}
