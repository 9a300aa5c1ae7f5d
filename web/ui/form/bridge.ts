import type { FormComponentSchema } from '../types.ts';

/** What form-js gives a field component, as far as our fields use it. */
export interface FieldProps {
  field: FormComponentSchema & { properties?: FieldProperties };
  value: unknown;
  onChange: (update: { value: unknown }) => void;
  onBlur: () => void;
  readonly: boolean;
  disabled: boolean;
  domId: string;
  errors: string[];
}

/** The part of our additions (decision 0004) that the browser acts on. */
export interface FieldProperties {
  multiple?: boolean;
  freeText?: boolean;
  /** signature: the other side's, drawn on this device. */
  otherSide?: boolean;
  minItems?: number;
  maxItems?: number;
  vault?: boolean;
  requiredWhen?: string;
  evidence?: 'before' | 'after' | 'other';
  [name: string]: unknown;
}

/**
 * The spoken name of a button that stands for a field. The field's label points at it and would else replace what
 * the button does.
 */
export function named(field: FieldProps['field'], action: string): string {
  return field.label ? `${field.label}：${action}` : action;
}

/** One place inside the form-js tree where React must draw a field of ours. */
export interface Slot {
  node: HTMLElement;
  type: string;
  props: FieldProps;
}

/**
 * Where the two trees meet: form-js renders with Preact, our fields are React (antd). The Preact side puts an empty
 * element and its props here on every render; the React side draws one portal per entry, so that our fields live
 * in the page's own React tree with its language, theme and queries.
 */
export class Bridge {
  #slots: ReadonlyMap<string, Slot> = new Map();
  readonly #listeners = new Set<() => void>();
  #pending = false;

  put(key: string, slot: Slot): void {
    this.#slots = new Map(this.#slots).set(key, slot);
    this.#tell();
  }

  drop(key: string): void {
    const next = new Map(this.#slots);
    next.delete(key);
    this.#slots = next;
    this.#tell();
  }

  /** Many fields change in one form-js render; React is told once, after it. */
  #tell(): void {
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      for (const listener of this.#listeners) listener();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): ReadonlyMap<string, Slot> => this.#slots;
}
