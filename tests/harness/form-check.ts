import { shippedPack } from '../../core/legal-pack.ts';
import {
  checkForm,
  compileForm,
  type CheckContext,
  type FormComponent,
  type FormSchema,
} from '../../core/forms/index.ts';

/** Small forms made on the spot, checked as an officer would fill them at ten o'clock in Shanghai. */
const ctx: CheckContext = {
  now: new Date('2026-03-24T02:00:00Z'), // 10:00 in Shanghai
  me: { account: 'yan.beichuan', name: '严北川', groups: ['enf'] },
  law: shippedPack(),
};

let serial = 0;
export const field = (type: string, more: Partial<FormComponent> = {}): FormComponent => ({
  type,
  id: `F${serial++}`,
  key: 'a',
  label: '甲',
  ...more,
});
export const instant = (more: Partial<FormComponent> = {}) =>
  field('datetime', { subtype: 'datetime', ...more });
export const date = (more: Partial<FormComponent> = {}) => field('datetime', { subtype: 'date', ...more });
export const choice = (more: Partial<FormComponent> = {}): FormComponent =>
  field('radio', { key: 'r', label: '选择', values: [{ label: '是', value: 'yes' }, { label: '否', value: 'no' }], ...more }); // prettier-ignore
export const form = (...components: FormComponent[]) => {
  const schema: FormSchema = { type: 'default', id: 'test', schemaVersion: 19, components };
  return compileForm(schema);
};

/** Errors as `path message` lines; [] = accepted. */
export const errorsOf = (
  components: FormComponent[],
  data: unknown,
  more: Partial<CheckContext> = {},
): string[] => {
  const result = checkForm(form(...components), data, { ...ctx, ...more });
  return result.ok ? [] : result.errors.map(({ path, message }) => `${path} ${message}`);
};
export const accepted = (components: FormComponent[], data: unknown, more: Partial<CheckContext> = {}) => {
  const result = checkForm(form(...components), data, { ...ctx, ...more });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result;
};
