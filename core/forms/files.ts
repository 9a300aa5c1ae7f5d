import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FormSchema } from './types.ts';

/** A form file as it lies in the folder of its owner. */
export interface LoadedForm {
  id: string;
  /** Folder under `processes/` that owns the form. */
  process: string;
  /** Path of the file. */
  file: string;
  schema: FormSchema;
}

const ENDING = '.form';

/**
 * All forms of an installation: `processes/<owner>/forms/<id>.form`, by id. `root`: the folder that has `processes`.
 * Throws Error when a file is no JSON, its id is not its name, or an id occurs twice.
 */
export function listForms(root: string): LoadedForm[] {
  const processes = join(root, 'processes');
  const owners = existsSync(processes) ? readdirSync(processes, { withFileTypes: true }) : [];
  const forms = owners
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => formsOf(join(processes, entry.name, 'forms'), entry.name))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = forms.find((form, i) => form.id === forms[i + 1]?.id);
  if (twice) throw new Error(`form ${twice.id} exists twice, once as ${twice.file}`);
  return forms;
}

function formsOf(folder: string, process: string): LoadedForm[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => {
      const form = readForm(join(folder, name), process);
      if (basename(form.file, ENDING) !== form.id) throw new Error(`${form.file} has id ${form.id}`);
      return form;
    });
}

/** One form file, wherever it lies. Throws Error when it can't be read or is no JSON object. */
export function readForm(file: string, process = ''): LoadedForm {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Error(`${file} is not a form`);
  }
  const schema = parsed as FormSchema;
  return { id: String(schema.id), process, file, schema };
}
