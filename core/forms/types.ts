import type { FieldError } from '../errors.ts';
import type { Contradiction } from '../file/marks.ts';
import type { DocNumber } from './doc-number.ts';

/** A form-js component as it stands in a `.form` file; own additions live under `properties` (decision 0004). */
export interface FormComponent {
  type: string;
  id?: string;
  key?: string;
  path?: string;
  label?: string;
  description?: string;
  text?: string;
  subtype?: string;
  dateLabel?: string;
  timeLabel?: string;
  readonly?: boolean;
  disabled?: boolean;
  decimalDigits?: number;
  allowAddRemove?: boolean;
  dataSource?: string;
  values?: { label: string; value: string }[];
  columns?: { label: string; key: string }[];
  components?: FormComponent[];
  conditional?: { hide?: string };
  validate?: Validate;
  properties?: FieldProperties;
  [attribute: string]: unknown;
}

/** A whole form-js file: `id` is the `formKey` of user tasks and the file's name without `.form`. */
export interface FormSchema {
  type: 'default';
  id: string;
  schemaVersion: number;
  components: FormComponent[];
  /** `title` is the Chinese name of the form. */
  properties?: { title?: string };
  [attribute: string]: unknown;
}

/** form-js's own `validate` block. Lengths count characters (code points), so 𠮷 and most emoji are one. */
export interface Validate {
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  min?: number | string;
  max?: number | string;
  pattern?: string;
  patternErrorMessage?: string;
}

/** What form-js has no attribute for. Every member is explained in docs/decisions/0004-forms.md. */
export interface FieldProperties {
  /** Name of the resolver that fills the field when the task opens, e.g. `now`, `case.summary`. */
  auto?: string;
  /** Kept in the reporter vault only: never in `data`, `engine`, documents, exports or logs. */
  vault?: boolean;
  /** Goes into the engine variable of the task (codes, dates, ids, group names only). */
  engine?: boolean;
  /** Pictures or files of this field are evidence of that kind. */
  evidence?: 'before' | 'after' | 'other';
  /** files: what the field takes; absent: whatever can be kept (core/file/kinds.ts). */
  accept?: 'recording';
  /** Several values: the field's value is a list. */
  multiple?: boolean;
  /** What the registers don't know is allowed: person `{ name }`, firm `{ name, uscc? }`, article as text; shown as 未核. */
  freeText?: boolean;
  minItems?: number;
  maxItems?: number;
  /** Legal-amount keys: the row's `min` is the least number of items or the least value, its `max` the greatest value. */
  minItemsKey?: string;
  minKey?: string;
  maxKey?: string;
  /** FEEL: `minItems` and `minItemsKey` hold only when it is true. */
  minItemsWhen?: string;
  /** person: among the named ones, so many must belong to one of the groups (asked through `groupsOf`). */
  include?: { groups: string[]; min?: number; minKey?: string; message: string }[];
  /** Dates and datetimes: not after now (5 minutes of clock skew) or today; after today; not before a sibling. */
  notFuture?: boolean;
  future?: boolean;
  notBefore?: string;
  /** Dates: at most so many days of legal-clock `key` after the day in the field `from` of the form. */
  within?: { key: string; from: string };
  /** At least so many hours of legal-clock `key` before the sibling datetime `before`, unless text field `unless` says why. */
  lead?: { key: string; before: string; unless?: string };
  /** datetime: a button 到场打卡 sets it to now and the location field of that key to the device's position. */
  checkIn?: string;
  /** location: at most `amount(withinKey).max` metres from the location field `to`, unless text field `unless` says why. */
  near?: { to: string; withinKey: string; unless: string };
  /** signature: of the other side, drawn on this device; never the registered one of who fills the form. */
  otherSide?: boolean;
  /** photos: each taken after the instant in that read-only field. */
  takenAfter?: string;
  /** textfield: put into one spelling before it is checked: a telephone number, a code in half width. */
  spelling?: 'phone' | 'code';
  /** textfield: a 文号 that the bureau gives, of that series; no two papers have the same (core/doc-numbers.ts). */
  number?: string;
  /** textfield: names cases or papers of this installation by 案号 or 文号, parted by 、. */
  refers?: boolean;
  /** FEEL, true = the field must be filled. */
  requiredWhen?: string;
  /** Options whose stored value is Chinese: the code that the engine gets instead. */
  engineMap?: Record<string, string>;
  /** FEEL, each must be true when the form is submitted; only read when the field is shown. */
  check?: { feel: string; message: string }[];
  [name: string]: unknown;
}

/**
 * Field types the server can check. `table` shows rows and takes none, `dynamiclist` takes rows, `expression` is
 * computed from the other fields (the browser shows what the server will compute again).
 */
// prettier-ignore
export type FieldType =
  | 'textfield' | 'textarea' | 'number' | 'datetime' | 'date' | 'select' | 'radio' | 'checkbox'
  | 'checklist' | 'taglist' | 'dynamiclist' | 'table' | 'expression'
  | 'photos' | 'files' | 'signature' | 'location' | 'unit' | 'person' | 'firm' | 'article' | 'money'
  | 'evidencePairs';

/** One field of a compiled form. `key` is dotted for a column of a list: `points.result`. */
export interface FormField {
  key: string;
  label: string;
  type: FieldType;
  vault: boolean;
  engine: boolean;
  auto: string | null;
  readonly: boolean;
  /** Rows come from the server and can't be added or removed (form-js `allowAddRemove: false`). */
  fixedRows: boolean;
  evidence: 'before' | 'after' | 'other' | null;
  /** Series of the 文号 that is entered here. */
  number: string | null;
  accept: 'recording' | null;
  /** datetime: when somebody was there (到场打卡); photos: the form refuses older ones itself. */
  checkIn: boolean;
  takenAfter: boolean;
}

/** The rows of the legal pack that a form may need; a LegalPack (core/legal-pack.ts) is one. */
export interface LawRows {
  amounts: ReadonlyMap<string, { min: string | null; max: string | null }>;
  clocks: ReadonlyMap<string, { value: number; unit: string }>;
}

/** Who fills the form. */
export interface Me {
  account: string;
  name: string;
  groups: string[];
}

/** Everything a check depends on besides the data, so that the same input gives the same answer. */
export interface CheckContext {
  now: Date;
  me: Me;
  /** The legal pack in force. A key that a form needs and the pack lacks is an operator's matter: RangeError. */
  law?: LawRows;
  /** Id of the step, `step` in FEEL, for forms that several steps share; form-js must find it in its data too. */
  step?: string;
  /** Groups of an account, for rules such as "one of them is an expert"; without it those rules are not applied. */
  groupsOf?: (account: string) => readonly string[];
  /**
   * What the server itself put into the form, by field key: values of read-only fields (readable by `check`,
   * `near`, `takenAfter`) and rows of lists with fixed rows (their read-only columns are taken from here).
   */
  server?: Record<string, unknown>;
}

/** One piece of evidence found in a submission. `key` is the field it was given in. */
export interface EvidenceRef {
  key: string;
  kind: 'before' | 'after' | 'other';
  sha256: string;
  name?: string;
  takenAt?: string;
  place?: { lat: number; lng: number; address?: string };
  placeReason?: string;
  /** Where time and place come from, what was stated otherwise, and what contradicts (core/file/statement.ts). */
  timeFrom?: 'camera' | 'device' | 'received';
  placeFrom?: 'camera' | 'device';
  stated?: { takenAt?: string; place?: { lat: number; lng: number; address?: string } };
  contradicts?: Contradiction[];
  /** A picture before that this picture after is much like (core/file/look-at.ts). */
  resembles?: { sha256: string; name: string; part: number };
}

/** A file found in a submission, whatever the field: picture, paper, drawn signature. `key` is where it was given. */
export interface AttachmentRef {
  /** Field, or `list.row.column`. */
  key: string;
  sha256: string;
  name: string;
  /** Who uploaded it; known once it was looked up. */
  by?: string;
}

/** A 文号 that the bureau gives, as somebody entered it. `key` is the field, or `list.row.column`. */
export interface NumberRef extends DocNumber {
  key: string;
}

/**
 * `data`: cleaned submission: no hidden, empty, read-only or vault fields; instants as UTC ISO strings.
 * `engine`: the members flagged `engine`. `vault`: the members flagged `vault`.
 * `evidence`: files of fields that are evidence. `attachments`: all files, those of evidence as well. `numbers`: 文号 that
 * must be nobody else's.
 */
export type CheckResult =
  | {
      ok: true;
      data: Record<string, unknown>;
      engine: Record<string, unknown>;
      vault: Record<string, unknown>;
      evidence: EvidenceRef[];
      attachments: AttachmentRef[];
      numbers: NumberRef[];
    }
  | { ok: false; errors: FieldError[] };

/** A form the server can check; opaque but for these members. Made by `compileForm`, kept by the caller. */
export interface CompiledForm {
  readonly id: string;
  readonly title: string;
  /** The schema to hand to the browser: as the file, with hide conditions closed over hidden fields (0004). */
  readonly schema: FormSchema;
  readonly fields: readonly FormField[];
  /** Legal-amount and legal-clock keys the form needs, for the publish gate. */
  readonly lawKeys: { readonly amounts: readonly string[]; readonly clocks: readonly string[] };
}

/** The form can't be checked on the server; `reasons` name each component and say in Chinese what to change. */
export class FormNotCheckable extends Error {
  readonly formId: string;
  readonly reasons: FieldError[];
  constructor(formId: string, reasons: FieldError[]) {
    super(`form ${formId} cannot be checked: ${reasons.map((r) => `${r.path} ${r.message}`).join('; ')}`);
    this.formId = formId;
    this.reasons = reasons;
  }
}
