/** A piece of a printed paper, top to bottom. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'heading'; text: string }
  /** Label and value, two columns; long values flow over pages. */
  | { kind: 'rows'; rows: { label: string; value: string }[] }
  | { kind: 'table'; head: string[]; rows: string[][]; widths: (number | '*')[] }
  /** Pictures by SHA-256, small, several in a row; `notes`: what stands under each, '' for nothing. */
  | { kind: 'pictures'; caption: string; sha256s: string[]; notes?: string[] };

/**
 * What a PDF is printed from, as plain data: equal papers give equal bytes. `at` (ISO) is the instant the paper speaks
 * of; it stands in the PDF instead of the instant of printing.
 */
export interface Paper {
  at: string;
  /** The red head (红头) of an official document; null for records of a step. */
  head: { issuer: string; docNo: string | null; signer: string | null } | null;
  title: string;
  /** A line under the title, e.g. the 案号. */
  subtitle: string | null;
  recipient: string | null;
  blocks: Block[];
  /** Signature block, bottom right. */
  close: { issuer: string; date: string } | null;
  /** Across the page, e.g. 草稿. */
  watermark: string | null;
}

/** A printed paper. */
export interface Printed {
  pdf: Uint8Array;
  pages: number;
}
