import { analyseFeel, type FeelReference } from '../feel.ts';

/** A field as the closing of conditions sees it. */
export interface Hidable {
  key: string;
  /** Own condition and those of the groups around it, as written, without `=`. */
  hides: string[];
  /** FEEL literal of the value an unfilled field has. */
  empty: string;
}

const MAX_CLOSED = 8000;

/**
 * Make conditions independent of what a hidden field still holds.
 *
 * form-js evaluates a condition over data that may contain values of hidden fields (typed before they were hidden,
 * or restored from a draft), and looks only one step far. The server never gets those values. So every variable
 * `k` of a field that can be hidden is replaced by `(if <k is hidden> then <empty> else k)`, recursively. The
 * result reads hidden values nowhere, so browser and server must agree (decision 0004, property-tested).
 */
export class ConditionCloser {
  readonly #fields: ReadonlyMap<string, Hidable>;
  readonly #closed = new Map<string, string>();
  readonly #open: string[] = [];

  constructor(fields: readonly Hidable[]) {
    this.#fields = new Map(fields.map((field) => [field.key, field]));
  }

  /** `expression` with every hidable field closed. Throws CloseError with a Chinese reason on a circle or when too long. */
  close(expression: string): string {
    const analysis = analyseFeel(expression);
    if (!analysis.ok) return expression; // already reported where it was read
    let text = expression;
    for (const reference of [...analysis.references].sort((a, b) => b.from - a.from)) {
      const closed = this.#replacement(reference);
      if (closed !== null) text = text.slice(0, reference.from) + closed + text.slice(reference.to);
    }
    if (text.length > MAX_CLOSED)
      throw new CloseError('条件层层引用可能隐藏的字段，展开后过长，请改为引用始终显示的字段');
    return text;
  }

  #replacement(reference: FeelReference): string | null {
    const field = this.#fields.get(reference.name);
    if (!field || field.hides.length === 0) return null;
    return `(if ${this.#hidden(field)} then ${field.empty} else ${reference.name})`;
  }

  /** FEEL that is true when the field is hidden and false otherwise, never null. */
  #hidden(field: Hidable): string {
    const known = this.#closed.get(field.key);
    if (known !== undefined) return known;
    if (this.#open.includes(field.key)) {
      throw new CloseError(`隐藏条件互相引用成环：${[...this.#open, field.key].join(' → ')}`);
    }
    this.#open.push(field.key);
    const text = field.hides.map((hide) => asBoolean(this.close(hide), hide)).join(' or ');
    this.#open.pop();
    const closed = field.hides.length > 1 ? `(${text})` : text;
    this.#closed.set(field.key, closed);
    return closed;
  }
}

/** A circle of conditions, or one that grows too long. The message is Chinese, for the author of the form. */
export class CloseError extends Error {}

/**
 * A condition as a plain boolean, with the meaning form-js gives it: there a null counts as hidden, except below a
 * `not(…)` at the top, which FEEL's unary tests read as a negated test.
 */
function asBoolean(closed: string, original: string): string {
  const analysis = analyseFeel(original);
  const negation = analysis.ok && analysis.negation;
  return negation ? `(${closed}) = true` : `list contains([true, null], (${closed}))`;
}
