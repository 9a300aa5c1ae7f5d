import type { FormSchema } from '../../core/forms/types.ts';

type Values = Record<string, unknown>;

/** What form-js would do in a browser with a schema: which fields it shows and what it would submit. */
export interface Shown {
  visible: string[];
  submitted: Values;
}

interface Field {
  id: string;
  type: string;
  key?: string;
  path?: string;
  conditional?: { hide?: string };
  components?: Field[];
}
interface FormJs {
  importSchema(schema: unknown, data: Values): Promise<unknown>;
  get(name: string): never;
  _getState(): { data: Values; initialData: Values; schema: Field };
}
interface Services {
  conditionChecker: { applyConditions(data: Values, context: Values): Values };
  expressionLanguage: { evaluateUnaryTest(expression: string, context: Values): unknown };
}

/** Our own field types, as far as conditions are concerned: a key and the value they have when empty. */
const customTypes = ['photos', 'files', 'signature', 'location', 'unit', 'person', 'firm', 'article', 'money', 'evidencePairs']; // prettier-ignore

/** Just enough of a DOM for form-js to be loaded; nothing is rendered. */
function pretendBrowser(): void {
  const element = () => ({ setAttribute() {}, appendChild() {}, classList: { add() {} }, style: {} });
  Object.assign(globalThis, {
    document: { createElement: element },
    KeyboardEvent: class {},
    window: globalThis,
  });
}

const listTypes = new Set(['photos', 'files']);

async function newForm(): Promise<FormJs> {
  pretendBrowser();
  const formJs = (await import('@bpmn-io/form-js-viewer')) as unknown as {
    Form: new (options: object) => FormJs;
  };
  const register = (formFields: { register(type: string, field: object): void }) => {
    for (const type of customTypes) {
      const create = (options: object) => ({ ...options });
      const emptyValue = listTypes.has(type) ? [] : null;
      formFields.register(type, { config: { type, keyed: type !== 'evidencePairs', emptyValue, create } });
    }
  };
  const own = { __init__: ['ownFields'], ownFields: ['factory', ['formFields', register]] };
  return new formJs.Form({ additionalModules: [{ renderer: ['value', {}] }, own] });
}

/**
 * Run form-js's own ConditionChecker and expression language over a schema. `initial`: the data the form was opened
 * with (a draft, say); `edited`: what the person then put into the fields, on top of it.
 */
export async function formJsShows(schema: FormSchema, initial: Values, edited: Values): Promise<Shown> {
  const form = await newForm();
  await form.importSchema(schema, initial);
  const state = form._getState();
  const data: Values = { ...state.data, ...edited };
  const checker = form.get('conditionChecker') as Services['conditionChecker'];
  const language = form.get('expressionLanguage') as Services['expressionLanguage'];
  // As FormComponent and FormField of the viewer do: conditions are applied once, then each field asks again.
  const filtered: Values = { ...state.initialData, ...checker.applyConditions(data, data) };
  const shown: Shown = { visible: [], submitted: {} };
  const context = (row: Values | null): Values => {
    const special: Values = { this: row ?? filtered, i: [], parent: row ? filtered : null };
    return { ...special, ...filtered };
  };
  const hidden = (field: Field, row: Values | null) =>
    field.conditional?.hide
      ? Boolean(language.evaluateUnaryTest(field.conditional.hide, context(row)))
      : false;
  const walk = (fields: Field[]) => {
    for (const field of fields) {
      if (hidden(field, null)) continue;
      if (field.type === 'group') walk(field.components ?? []);
      else if (field.type === 'dynamiclist' && field.path) list(field, field.path);
      else if (field.key) {
        shown.visible.push(field.key);
        shown.submitted[field.key] = data[field.key];
      }
    }
  };
  const list = (field: Field, path: string) => {
    shown.visible.push(path);
    const rows = (Array.isArray(data[path]) ? data[path] : []) as Values[];
    shown.submitted[path] = rows.map((row) => {
      const columns = (field.components ?? []).filter((column) => column.key && !hidden(column, row));
      return Object.fromEntries(columns.map((column) => [column.key, row[column.key ?? '']]));
    });
  };
  walk(state.schema.components ?? []);
  return shown;
}
