/** How a column is stored, entered and told. */
export type ColumnType =
  | 'text'
  | 'long'
  | 'integer'
  | 'number'
  | 'date'
  | 'instant'
  | 'choice'
  | 'choices'
  | 'unit'
  | 'units'
  | 'objects'
  | 'person'
  | 'case';

export interface Option {
  value: string;
  label: string;
}

/** One column of a register. `key` is its name in the API; the column of the table is the same in snake case. */
export interface RegisterColumn {
  key: string;
  label: string;
  type: ColumnType;
  options?: readonly Option[];
  required?: boolean;
  /** Where the table's column has another name than the key. */
  column?: string;
  /** Text: a pattern, and what to tell whoever does not meet it. */
  pattern?: { is: RegExp; says: string };
  /** Text: put into one spelling before it is looked at. */
  spelling?: 'phone';
  min?: number;
  max?: number;
  /** A date that may not lie before that of another column. */
  notBefore?: string;
  /** A person must be in this group. */
  group?: string;
  /** Offered as a filter of the list; of a text column its present values. */
  filter?: boolean;
  /** What holds (SQL over `r`) while this column is not filtered. */
  unfiltered?: string;
  /** Shown in the row, not in the list. */
  detail?: boolean;
  width?: number;
  hint?: string;
}

/** A register: one table, what its columns mean, and who may do what with it. */
export interface Register {
  name: string;
  title: string;
  hint: string;
  table: string;
  /** Primary key of the table. */
  id: string;
  columns: readonly RegisterColumn[];
  /** The column by which people, and imported files, know a row; unique. Null: rows are not entered by hand. */
  natural: string | null;
  /** Order at first sight: a key, `-` in front to turn it round. */
  sort: string;
  /** Rows hold personal data (a telephone): who looks at them is entered. */
  personal?: true;
}

/** Editable: rows have versions and can be retired (migration 014). */
export const isEditable = (register: Register): boolean => register.natural !== null;

/** Name of the column in the table. */
export const columnOf = ({ key, column }: RegisterColumn): string =>
  column ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns that hold several values. */
export const isList = ({ type }: RegisterColumn): boolean =>
  type === 'choices' || type === 'units' || type === 'objects';

/** Options whose stored value is their word. */
export const words = (...of: string[]): Option[] => of.map((word) => ({ value: word, label: word }));
