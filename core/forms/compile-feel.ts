import type { Draft } from './compile-field.ts';
import { readFeel, serverNames, toFeel, type Scope } from './expressions.ts';
import { emptyValue, shownOnly } from './fields.ts';
import { ConditionCloser } from './hide.ts';
import type { Feel, FieldNode } from './node.ts';
import type { FormComponent } from './types.ts';

type Report = (path: string, message: string) => void;

const boundNames = ['min', 'max', 'minLength', 'maxLength'] as const;

/**
 * Read every expression of the form, close the ones the browser evaluates over hidden fields, write them back into
 * the components (which become the browser's schema) and give the finished nodes. Throws CloseError.
 */
export function expressionsOf(drafts: readonly Draft[], report: Report): FieldNode[] {
  const groups = new Map<FormComponent, Feel | null>();
  const scopes = new Scopes(drafts);
  for (const draft of drafts) {
    for (const group of draft.groups) {
      const name = group.label ?? group.id ?? 'group';
      if (!groups.has(group))
        groups.set(
          group,
          hideOf(group, scopes.browser(null), (m) => report(name, m)),
        );
    }
  }
  const own = new Map<Draft, Feel | null>();
  for (const draft of drafts) {
    own.set(
      draft,
      hideOf(draft.component, scopes.browser(null), (m) => report(draft.path, m)),
    );
    for (const column of draft.columns) {
      own.set(
        column,
        hideOf(column.component, scopes.browser(draft), (m) => report(column.path, m)),
      );
    }
  }
  const hidesOf = (draft: Draft): Feel[] =>
    [...draft.groups.map((group) => groups.get(group)), own.get(draft)].filter(
      (feel) => feel !== null && feel !== undefined,
    );
  const closer = new ConditionCloser(
    drafts
      .filter((draft) => !shownOnly.has(draft.type))
      .map((draft) => ({
        key: draft.key,
        hides: hidesOf(draft).map((feel) => feel.text),
        empty: JSON.stringify(emptyValue(draft.type, draft.component)),
      })),
  );
  const close = (feel: Feel): Feel => toFeel(closer.close(feel.text));
  for (const [group, feel] of groups) if (feel) group.conditional = { hide: `=${close(feel).text}` };
  for (const [draft, feel] of own) if (feel) draft.component.conditional = { hide: `=${close(feel).text}` };
  const node = (draft: Draft, list: Draft | null): FieldNode => ({
    key: draft.key,
    path: draft.path,
    label: draft.label,
    type: draft.type,
    component: draft.component,
    validate: draft.component.validate ?? {},
    properties: draft.component.properties ?? {},
    list: draft.list,
    readonly: draft.readonly,
    fixedRows: draft.fixedRows,
    hides: hidesOf(draft).map(close),
    ...rulesOf(draft, scopes, list, close, (message) => report(draft.path, message)),
    columns: draft.columns.map((column) => node(column, draft)),
  });
  return drafts.map((draft) => node(draft, null));
}

function hideOf(component: FormComponent, scope: Scope, report: (message: string) => void): Feel | null {
  const hide = component.conditional?.hide;
  if (hide === undefined || hide === '') return null;
  return readFeel(hide, scope, true, report);
}

type Rules = Pick<FieldNode, 'requiredWhen' | 'minItemsWhen' | 'checks' | 'bounds' | 'compute'>;

function rulesOf(
  draft: Draft,
  scopes: Scopes,
  list: Draft | null,
  close: (feel: Feel) => Feel,
  report: (message: string) => void,
): Rules {
  const { properties = {}, validate } = draft.component;
  const server = (written: string | undefined): Feel | null =>
    written === undefined ? null : readFeel(written, scopes.server(list), true, report);
  const browser = (written: unknown): Feel | null => {
    const feel = readFeel(written, scopes.browser(list), false, report);
    return feel === null ? null : close(feel);
  };
  const rules: Rules = {
    requiredWhen: server(properties.requiredWhen),
    minItemsWhen: server(properties.minItemsWhen),
    checks: [],
    bounds: {},
    compute: null,
  };
  for (const { feel, message } of properties.check ?? []) {
    const read = server(feel);
    if (read) rules.checks.push({ feel: read, message });
  }
  for (const name of boundNames) {
    const bound = validate?.[name];
    const feel = typeof bound === 'string' && bound.startsWith('=') ? browser(bound) : null;
    if (feel === null || validate === undefined) continue;
    rules.bounds[name] = feel;
    (validate as Record<string, unknown>)[name] = `=${feel.text}`;
  }
  if (draft.type === 'expression') {
    rules.compute = browser(draft.component.expression);
    if (rules.compute) draft.component.expression = `=${rules.compute.text}`;
  }
  return rules;
}

/** What expressions may name, in the browser and on the server. */
class Scopes {
  readonly #drafts: readonly Draft[];
  constructor(drafts: readonly Draft[]) {
    this.#drafts = drafts;
  }

  /** Keys the browser holds and submits, or got from the server, and `step`: no tables, no computed fields. */
  browser(list: Draft | null): Scope {
    const usable = this.#drafts.filter((draft) => !shownOnly.has(draft.type) && draft.type !== 'expression');
    return { keys: keysOf(usable), row: rowOf(list), extra: ['step'], where: '表单里' };
  }

  /** All keys, and who, when and where. */
  server(list: Draft | null): Scope {
    return { keys: keysOf(this.#drafts), row: rowOf(list), extra: serverNames, where: '表单里' };
  }
}

const always = (column: Draft): boolean => !column.component.conditional?.hide;
const rowOf = (list: Draft | null): string[] | null =>
  list && list.columns.filter(always).map((column) => column.key);

function keysOf(drafts: readonly Draft[]): Map<string, string[] | null> {
  return new Map(
    drafts.map((draft) => [draft.key, draft.type === 'dynamiclist' ? (rowOf(draft) ?? []) : null]),
  );
}
