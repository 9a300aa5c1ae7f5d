/** Shapes of the registers' API as the pages use them. */
export interface RegisterColumn {
  key: string;
  label: string;
  type:
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
  options: { value: string; label: string }[] | null;
  required: boolean;
  /** Shown in the row, not in the list. */
  detail: boolean;
  width: number | null;
  hint: string | null;
  sorts: boolean;
}

export interface Register {
  name: string;
  title: string;
  hint: string;
  sort: string;
  /** Key of the column by which people know a row; null: rows are not entered by hand. */
  natural: string | null;
  columns: RegisterColumn[];
  /** What each filtered column can be set to. */
  filters: Record<string, { value: string; label: string }[]>;
  can: { edit: boolean; publish: boolean; reorganise: boolean };
}

export type Values = Record<string, unknown>;

export interface RegisterRow {
  rowId: string;
  version: number;
  retired: boolean;
  values: Values;
  texts: Record<string, string>;
}

export interface RegisterChange {
  act: 'created' | 'changed' | 'retired' | 'restored';
  imported: boolean;
  byName: string;
  at: string;
  changes: { key: string; label: string; before: string; after: string }[];
}

/** What is wrong with one cell of an imported line. */
export interface ImportedFault {
  path: string;
  label: string;
  given: string;
  message: string;
  remedy: string;
}

export interface ImportedLine {
  line: number;
  name: string;
  what: 'new' | 'changed' | 'same' | 'wrong';
  changes: { label: string; before: string; after: string }[];
  /** Labels of the columns whose value would be taken away. */
  emptied: string[];
  errors: ImportedFault[];
}
