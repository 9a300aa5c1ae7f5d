/**
 * Forms: one form-js file is what the admin edits, what the browser shows and what the server checks.
 * Pure: no database, no files (those are in files.ts). See docs/decisions/0004-forms.md.
 */
export { compileForm } from './compile.ts';
export { checkForm } from './check.ts';
export { formAjv, toJsonSchema } from './schema.ts';
export { visibleKeys } from './state.ts';
export { isUscc } from './uscc.ts';
export * from './types.ts';

import type { CompiledForm, FormField } from './types.ts';

/** Every field of a form in its order, columns of lists after their list, with what other parts must know of it. */
export const formFields = (form: CompiledForm): readonly FormField[] => form.fields;
