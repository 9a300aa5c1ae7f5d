import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors.ts';

/** A served document as data: `processes/<process>/documents/<template>.json`. */
export interface DocumentTemplate {
  template: string;
  name: string;
  /** Prefix of its 文号, numbered per series and year: 杨应急责改〔2026〕3号. */
  series: string;
  /** Unit in whose name it is issued. */
  issuerUnit: string;
  secrecy: '主动公开' | '依申请公开' | '不予公开';
  /** Passages; `text` holds `{{form.id.field}}`, `{{item.x}}`, `{{case.x}}`, alternatives with `|`. */
  body: { key: string; label: string; text: string }[];
}

/** A passage of a document, as stored in `document.body` and corrected through form doc.draft. */
export interface BodyRow {
  key: string;
  label: string;
  value: string;
}

const PROCESSES = fileURLToPath(new URL('../../processes', import.meta.url));

let templates: Map<string, DocumentTemplate> | undefined;

/** The template of this id. Throws AppError when a diagram names one that is not there: an operator's matter. */
export function documentTemplate(id: string): DocumentTemplate {
  templates ??= readTemplates(PROCESSES);
  const found = templates.get(id);
  if (found === undefined) throw new AppError('unknown-template', 500, `没有文书模板“${id}”`);
  return found;
}

/** All templates below a folder of processes, by id. Throws when two have the same id. */
export function readTemplates(root: string): Map<string, DocumentTemplate> {
  const found = new Map<string, DocumentTemplate>();
  for (const process of readdirSync(root)) {
    const folder = join(root, process, 'documents');
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      const template = JSON.parse(readFileSync(join(folder, name), 'utf8')) as DocumentTemplate;
      if (found.has(template.template))
        throw new Error(`two document templates are called ${template.template}`);
      found.set(template.template, template);
    }
  }
  return found;
}

const HOLE = /\{\{([^{}]+)\}\}/g;
const NOTHING = '（未载明）';

/**
 * The passages with their holes filled. `values` by path, e.g. `hazard.verify.facts`; the first alternative that says
 * something counts, and what nobody has said stands there as 未载明, for the signer to see.
 */
export function fillTemplate(template: DocumentTemplate, values: ReadonlyMap<string, string>): BodyRow[] {
  const fill = (text: string) =>
    text.replace(HOLE, (_, paths: string) => {
      const said = paths
        .split('|')
        .map((path) => values.get(path.trim()))
        .find((value) => value !== undefined && value !== '');
      return said ?? NOTHING;
    });
  return template.body.map(({ key, label, text }) => ({ key, label, value: fill(text) }));
}
