import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCsv } from '../csv.ts';
import { compileForm } from '../forms/index.ts';
import { FormNotCheckable, type FormSchema } from '../forms/types.ts';
import type { GateContext } from './types.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where to look: the product's own folder, and the folder of a diagram that brings its own forms along. */
export interface ShippedOptions {
  home?: string;
  beside?: string;
}

/**
 * What the shipped product offers to diagrams, read from its own files: workers by path, forms, the legal pack,
 * processes. Nothing needs to run. An installation that keeps forms or clocks in its database builds its own context.
 */
export function shippedContext({ home = root, beside }: ShippedOptions = {}): GateContext {
  const own = beside === undefined ? [] : filesIn(join(beside, 'forms'), '.form');
  const forms = [...files(join(home, 'processes'), '.form', 'forms'), ...own];
  const diagrams = files(join(home, 'processes'), '.bpmn');
  const clocks = readCsv(readFileSync(join(home, 'migrations/data/legal-clocks.csv'), 'utf8'));
  return {
    jobTypes: new Set(workerTypes(join(home, 'workers'))),
    formIds: new Set(forms.map(({ name }) => name)),
    formProblems: new Map(forms.flatMap(({ name, path }) => formProblem(name, path))),
    clockKeys: new Set(clocks.map(({ key }) => key ?? '')),
    processIds: new Set(diagrams.map(({ name }) => name)),
    helperTasks: new Set(diagrams.flatMap(({ path }) => userTasksOf(path))),
  };
}

/** `workers/clock/open.ts` → `clock.open`. Files directly in workers/ and what runs in the background are no verbs. */
function workerTypes(workers: string): string[] {
  return folders(workers)
    .filter((noun) => noun !== 'background')
    .flatMap((noun) =>
      readdirSync(join(workers, noun))
        .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
        .map((file) => `${noun}.${file.slice(0, -3)}`),
    );
}

/** Files with that ending in each folder of `parent` (or in its subfolder `inside`); the name has no ending. */
function files(parent: string, ending: string, inside = ''): { name: string; path: string }[] {
  return folders(parent).flatMap((folder) => filesIn(join(parent, folder, inside), ending));
}

function filesIn(place: string, ending: string): { name: string; path: string }[] {
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((file) => file.endsWith(ending))
    .map((file) => ({ name: file.slice(0, -ending.length), path: join(place, file) }));
}

function folders(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true }).filter((each) => each.isDirectory()).map(({ name }) => name); // prettier-ignore
}

function formProblem(name: string, path: string): [string, string][] {
  try {
    const schema = JSON.parse(readFileSync(path, 'utf8')) as FormSchema;
    if (schema.id !== name) return [[name, `文件里的编号是“${schema.id}”，与文件名不同`]];
    compileForm(schema);
    return [];
  } catch (error) {
    if (error instanceof FormNotCheckable)
      return [[name, error.reasons.map((each) => `${each.path} ${each.message}`).join('；')]];
    return [[name, '文件不是有效的表单（JSON）']];
  }
}

/** Ids of a diagram's user tasks. Our own files, written by one tool: a pattern is enough, and quick. */
function userTasksOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/<(?:\w+:)?userTask\b[^>]*?\sid="([^"]+)"/g)].map(([, id]) => id ?? '');
}
