import { Form } from '@bpmn-io/form-js-viewer';
import { withoutReadonly } from '../../../core/forms/strip.ts';
import type { FieldError } from '../http.ts';
import type { FormData, FormSchema } from '../types.ts';
import type { Bridge } from './bridge.ts';
import { CUSTOM_TYPES, customFields } from './portal-field.ts';
import { components } from './schema.ts';
import type { Component } from './schema.ts';
import { translate } from './translate.ts';

interface Instance {
  id: string;
  valuePath: (string | number)[];
  indexes?: Record<string, number>;
}

/** The parts of form-js that its type declarations leave out but that server-side errors need. */
interface Inner {
  _getState: () => { data: FormData; errors: Record<string, unknown> };
  _setState: (state: { errors: Record<string, unknown> }) => void;
  _getSubmitData: () => FormData;
}

/**
 * form-js checks `validate` of any field as text or number, which breaks on the lists and objects of our fields;
 * those are checked by the server. Only `required` is left to the browser. A field of several values starts as an
 * empty list (form-js knows one empty value per type).
 */
function prepared(schema: FormSchema): FormSchema {
  const copy = structuredClone(schema);
  for (const c of components(copy)) {
    // Under names of our own: form-js itself reckons with what a field called `number` holds.
    if (c.type === 'number') c.type = 'quantity';
    if (c.type === 'textfield' && c.properties?.['spelling'] !== undefined) c.type = 'spelled';
    if (!(c.type in CUSTOM_TYPES)) continue;
    if (c.validate) c.validate = c.validate['required'] ? { required: true } : {};
    if (c.properties?.multiple && c['defaultValue'] === undefined) c['defaultValue'] = [];
  }
  return copy;
}

/** One form-js viewer in a container: our fields, Chinese, and the server's answers put where they belong. */
export class Viewer {
  readonly #form: Form;
  readonly #inner: Inner;
  readonly #keys: Set<string>;
  readonly #ready: Promise<unknown>;
  readonly #schema: FormSchema;

  constructor(container: HTMLElement, bridge: Bridge, schema: FormSchema, data: FormData, readOnly: boolean) {
    this.#form = new Form({
      container,
      properties: { readOnly },
      additionalModules: [customFields(bridge), { translate: ['value', translate] }],
      // form-js reads a delayed field from the page when the delay ends; a redraw in between (a picture that has
      // arrived, a neighbouring field) would wipe what was just typed.
      debounce: false,
    } as ConstructorParameters<typeof Form>[0]);
    this.#inner = this.#form as unknown as Inner;
    const ours = prepared(schema);
    this.#schema = ours;
    this.#keys = new Set(
      components(ours)
        .filter((c) => c['readonly'] !== true)
        .flatMap((c) =>
          [c.key, c.path].filter((k) => typeof k === 'string').map((k) => k.split('.')[0] ?? k),
        ),
    );
    this.#followRequiredWhen();
    this.#ready = this.#form.importSchema(ours, data);
  }

  /** Resolves when the fields are drawn; rejects when the schema cannot be shown. */
  get ready(): Promise<unknown> {
    return this.#ready;
  }

  /** Called when a value changed; form-js also says `changed` for mere validation. */
  onChange(listener: () => void): void {
    let last = JSON.stringify(this.draft);
    this.#form.on('changed', () => {
      const next = JSON.stringify(this.draft);
      if (next !== last) listener();
      last = next;
    });
  }

  setReadOnly(readOnly: boolean): void {
    this.#form.setProperty('readOnly', readOnly);
  }

  /** What the fields that are shown hold, without what the server itself filled in. */
  get submission(): FormData {
    return withoutReadonly(this.#schema as never, this.#inner._getSubmitData());
  }

  /**
   * What all fields hold that a person fills, hidden ones too: for drafts, so that a changed mind finds its text
   * again. Read-only ones are the server's and are filled afresh each time.
   */
  get draft(): FormData {
    return Object.fromEntries(
      Object.entries(this.#inner._getState().data).filter(([key]) => this.#keys.has(key)),
    );
  }

  /** The browser's own checks; answers how many fields are wrong. */
  check(): number {
    return Object.keys(this.#form.validate()).length;
  }

  /** Put the server's field errors at their fields; answers those that belong to no field that is shown. */
  setErrors(errors: FieldError[]): FieldError[] {
    const state: Record<string, unknown> = {};
    const homeless: FieldError[] = [];
    for (const error of errors) {
      const instance = this.#instanceOf(error.path);
      if (!instance) homeless.push(error);
      else place(state, [instance.id, ...Object.values(instance.indexes ?? {})], error.message);
    }
    this.#inner._setState({ errors: state });
    return homeless;
  }

  /** The shown field of a dotted path: itself, else the nearest field around it (`photos.0.takenAt` → photos). */
  #instanceOf(path: string): Instance | undefined {
    const all = this.#form.get<{ getAllKeyed: () => Instance[] }>('formFieldInstanceRegistry').getAllKeyed();
    for (let parts = path.split('.'); parts.length > 0; parts = parts.slice(0, -1)) {
      const found = all.find((i) => i.valuePath.join('.') === parts.join('.'));
      if (found) return found;
    }
    return undefined;
  }

  /** `requiredWhen` shows its asterisk, and is checked, as soon as its condition holds. */
  #followRequiredWhen(): void {
    const language = this.#form.get<{ evaluate: (feel: string, data: FormData) => unknown }>(
      'expressionLanguage',
    );
    const registry = this.#form.get<{ getAll: () => Component[] }>('formFieldRegistry');
    this.#form.on('changed', 5000, () => {
      for (const field of registry.getAll()) {
        const when = field.properties?.requiredWhen;
        if (!when) continue;
        const feel = when.startsWith('=') ? when : `=${when}`;
        field.validate = {
          ...field.validate,
          required: language.evaluate(feel, this.#inner._getState().data) === true,
        };
      }
    });
  }

  destroy(): void {
    this.#form.destroy();
  }
}

function place(state: Record<string, unknown>, path: (string | number)[], message: string): void {
  let at = state;
  path.forEach((step, index) => {
    if (index < path.length - 1) at = (at[step] ??= {}) as Record<string, unknown>;
    else at[step] = [...((at[step] as string[] | undefined) ?? []), message];
  });
}
