/** What a diagram may refer to. Everything is a plain name, so that the gate works with nothing running. */
export interface GateContext {
  /** Job types a worker serves; a user task's own type is implied. */
  jobTypes: Set<string>;
  /** Ids of the forms that exist. */
  formIds: Set<string>;
  /** Form id → why the server could not check what that form collects, in Chinese. */
  formProblems?: Map<string, string>;
  /** Keys of the legal pack's clock rows. */
  clockKeys: Set<string>;
  /** Ids of the processes that exist, the checked one included or not. */
  processIds: Set<string>;
  /** Known message names; when left out, names are not checked. */
  messageNames?: Set<string>;
  /** Ids of the user tasks of other processes: separation of duties reaches across calls. */
  helperTasks?: Set<string>;
}

/** One thing that keeps a diagram from being published: where, by which rule, and what to do (Chinese). */
export interface Finding {
  element: string;
  rule: string;
  severity: 'error' | 'warning';
  message: string;
}

/** Why a file was not even looked at as a diagram; `element` where one can be named. */
export interface Refusal {
  reason: string;
  element?: string;
}

/** The gate's answer. Only when `ok` may a diagram be deployed, and then exactly the text in `xml`. */
export interface GateResult {
  ok: boolean;
  refused: Refusal | null;
  findings: Finding[];
  /** The diagram written anew from the parsed model: the text that is hashed, stored and deployed. */
  xml: string | null;
}

/**
 * An element of the parsed diagram. The parser's model is generic (its properties depend on `$type`), so reading
 * a property gives `any`; the helpers in processes/lint/support/elements.ts narrow what the rules need.
 */
export interface DiagramElement {
  $type: string;
  id?: string;
  name?: string;
  $parent?: DiagramElement;
  $instanceOf?(type: string): boolean;
  [property: string]: any;
}
