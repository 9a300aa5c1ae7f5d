import type { ValidateFunction } from 'ajv';
import type { CompiledForm, FieldProperties, FieldType, FormComponent, Validate } from './types.ts';

/** A FEEL expression ready to be evaluated: its text without `=` and the variables it needs. */
export interface Feel {
  text: string;
  names: readonly string[];
}

/** A field as the check walks over it. */
export interface FieldNode {
  key: string;
  /** Dotted, without row numbers: `points.result`. */
  path: string;
  label: string;
  type: FieldType;
  component: FormComponent;
  validate: Validate;
  properties: FieldProperties;
  /** The value is a list. */
  list: boolean;
  readonly: boolean;
  fixedRows: boolean;
  /** Any of them true: the field is hidden. Groups first, then the field's own. */
  hides: Feel[];
  requiredWhen: Feel | null;
  minItemsWhen: Feel | null;
  checks: { feel: Feel; message: string }[];
  /** Bounds given as FEEL (form-js allows it for these four). */
  bounds: Partial<Record<'min' | 'max' | 'minLength' | 'maxLength', Feel>>;
  /** `expression` fields: how the value is computed. */
  compute: Feel | null;
  columns: FieldNode[];
}

/** What `compileForm` really makes; callers see only CompiledForm. */
export interface Compiled extends CompiledForm {
  readonly nodes: readonly FieldNode[];
  readonly shape: ValidateFunction;
}

/** The inside of a compiled form. */
export const inside = (form: CompiledForm): Compiled => form as Compiled;
