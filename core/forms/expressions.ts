import { analyseFeel } from '../feel.ts';
import type { Feel } from './node.ts';

/** What an expression may talk about. */
export interface Scope {
  /** Form keys with their columns (null = not a list). */
  keys: ReadonlyMap<string, readonly string[] | null>;
  /** Columns of the row the expression stands in, reachable as `this.<column>`; null outside of lists. */
  row: readonly string[] | null;
  /** Names besides the keys. */
  extra: readonly string[];
  /** Text that explains the extra names, for messages. */
  where: string;
}

/** Names the server adds for its own rules; the browser has none of them. */
export const serverNames = ['now', 'today', 'me', 'step'];

const MAX_WRITTEN = 1000;

/**
 * Read an expression of a form (with or without leading `=`). Out: it and the names it needs, or null after having
 * reported Chinese reasons. `condition`: it must be a comparison or a combination of such.
 */
export function readFeel(
  written: unknown,
  scope: Scope,
  condition: boolean,
  report: (reason: string) => void,
): Feel | null {
  if (typeof written !== 'string' || !written.startsWith('=')) {
    report('FEEL 表达式须以 = 开头');
    return null;
  }
  const text = written.slice(1).trim();
  if (text.length > MAX_WRITTEN) {
    report(`FEEL 表达式超过 ${MAX_WRITTEN} 字`);
    return null;
  }
  const analysis = analyseFeel(text);
  const reasons = analysis.ok ? [] : [...analysis.reasons];
  if (analysis.ok) {
    if (condition && !analysis.condition) reasons.push('应为比较或其组合，例如 decision = "agree"');
    for (const { name, path } of analysis.references) reasons.push(...nameReasons(name, path, scope));
  }
  for (const reason of reasons) report(`${written}：${reason}`);
  return reasons.length > 0 ? null : toFeel(text);
}

/** An expression that is known to be good, with the names it needs. */
export function toFeel(text: string): Feel {
  const analysis = analyseFeel(text);
  return { text, names: analysis.ok ? [...new Set(analysis.references.map((one) => one.name))] : [] };
}

function nameReasons(name: string, path: readonly string[], scope: Scope): string[] {
  if (name === 'this') {
    if (scope.row === null) return ['只有列表中的列可以使用 this'];
    const column = path[0];
    return column !== undefined && scope.row.includes(column)
      ? []
      : [`this 后应为本列表的列：${scope.row.join('、')}（可能被隐藏的列不能引用）`];
  }
  if (scope.extra.includes(name)) return [];
  const columns = scope.keys.get(name);
  if (columns === undefined) return [`${scope.where}没有“${name}”`];
  const member = path[0];
  const strange = columns !== null && member !== undefined && !columns.includes(member);
  return strange ? [`“${name}”没有可引用的列“${member}”`] : [];
}

/** The members of `values` an expression needs; absent ones are null, as FEEL has it. */
export function pick(feel: Feel, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    feel.names.map((name) => [name, Object.hasOwn(values, name) ? values[name] : null]),
  );
}
