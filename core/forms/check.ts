import type { FieldError } from '../errors.ts';
import { evaluateFeel } from '../feel.ts';
import { asTyped } from './as-typed.ts';
import { pick } from './expressions.ts';
import { isBlank } from './fields.ts';
import { nameOf, shapeErrors, unknownField } from './messages.ts';
import { inside, type Compiled, type FieldNode } from './node.ts';
import { outputOf } from './output.ts';
import { brokenRules, serverValues } from './rules.ts';
import { isTooBig } from './size.ts';
import { isBlankRow, isHidden, isRecord, shownValues, stateOf } from './state.ts';
import type { CheckContext, CheckResult, CompiledForm } from './types.ts';

type Values = Record<string, unknown>;

/** More than any form of ours can hold is not looked at further. A list of rows with photos with places: five levels. */
const LIMIT = { values: 20_000, characters: 2_000_000, depth: 10 };

/**
 * Check what a person submitted. In: a compiled form, the data as it came in (any JSON value, numbers and texts as people
 * type them), who, when, the law. Out: cleaned data with the parts for engine, vault and evidence, or every wrong field with a Chinese sentence that
 * names it. Hidden fields are dropped, unknown and read-only ones refused. Throws only for what no person can mend:
 * a legal key the pack lacks (RangeError).
 */
export function checkForm(form: CompiledForm, sent: unknown, ctx: CheckContext): CheckResult {
  const compiled = inside(form);
  if (!isRecord(sent)) return refused([{ path: '', message: '提交内容应为一组字段' }]);
  if (isTooBig(sent, LIMIT)) return refused([{ path: '', message: '提交内容过大' }]);
  const { values: data, faults } = asTyped(compiled.nodes, sent);
  const server = { ...ctx.server, step: ctx.step ?? null };
  const shown = shownValues(compiled.nodes, data, server);
  const errors = [...strangers(compiled, data), ...shapeOf(compiled, shown, faults)];
  const bad = new Set(errors.map(({ path }) => path));
  // Values of the wrong shape must not reach the rules: a rule may rely on the shape.
  const sound = Object.fromEntries(Object.entries(shown).filter(([key]) => !isBad(bad, key)));
  withInstants(compiled.nodes, sound);
  for (const node of compiled.nodes) if (node.compute) compute(node, sound, data, server, compiled, errors);
  const values = { ...stateOf(compiled.nodes, sound, server), ...serverValues(ctx) };
  for (const node of compiled.nodes) errors.push(...fieldErrors(node, sound, values, bad, ctx));
  errors.push(...sameHash(compiled.nodes, values, sound));
  return errors.length > 0
    ? refused(inOrder(compiled, errors))
    : outputOf(compiled.nodes, sound, values, ctx);
}

const refused = (errors: FieldError[]): CheckResult => ({ ok: false, errors });

function strangers(form: Compiled, data: Values): FieldError[] {
  return Object.entries(data).flatMap(([key, value]) => {
    const node = form.nodes.find((one) => one.key === key);
    if (!node) return [{ path: key.slice(0, 80), message: unknownField(key) }];
    if (node.readonly && !isBlank(value)) {
      return [{ path: key, message: `${nameOf(node)}由系统填写，不能提交` }];
    }
    return [];
  });
}

/** `faults`: what is known better of a value than that its shape is wrong. */
function shapeOf(form: Compiled, shown: Values, faults: ReadonlyMap<string, string>): FieldError[] {
  if (form.shape(shown)) return [];
  return shapeErrors(form.nodes, form.shape.errors ?? []).map(({ path, message }) => ({
    path,
    message: faults.get(path) ?? message,
  }));
}

function isBad(bad: ReadonlySet<string>, key: string): boolean {
  return [...bad].some((path) => path === key || path.startsWith(`${key}.`));
}

/** Instants as UTC text with milliseconds, so that they compare as text and are stored alike. */
function withInstants(nodes: readonly FieldNode[], values: Values): void {
  for (const node of nodes) {
    const value = values[node.key];
    if (node.type === 'datetime' && typeof value === 'string')
      values[node.key] = new Date(value).toISOString();
    if (node.type === 'dynamiclist' && Array.isArray(value)) {
      values[node.key] = value.map((row: Values) => {
        const copy = { ...row };
        withInstants(node.columns, copy);
        return copy;
      });
    }
  }
}

function compute(
  node: FieldNode,
  sound: Values,
  data: Values,
  server: Values,
  form: Compiled,
  errors: FieldError[],
): void {
  const state = stateOf(form.nodes, sound, server);
  const value =
    node.compute && !isHidden(node.hides, state)
      ? evaluateFeel(node.compute.text, pick(node.compute, state))
      : null;
  const given = data[node.key];
  if (!isBlank(given) && !isHidden(node.hides, state) && given !== value) {
    errors.push({ path: node.key, message: `${nameOf(node)}由系统计算，与提交的不一致` });
  }
  delete sound[node.key];
  if (!isBlank(value)) sound[node.key] = value;
}

function fieldErrors(
  node: FieldNode,
  sound: Values,
  values: Values,
  bad: ReadonlySet<string>,
  ctx: CheckContext,
): FieldError[] {
  if (node.readonly || isBad(bad, node.key) || isHidden(node.hides, values)) return [];
  const value = sound[node.key];
  const own = brokenRules(node, value, { values, row: null, ctx }).slice(0, 1);
  const errors = own.map((sentence) => ({ path: node.key, message: nameOf(node) + sentence }));
  if (node.type !== 'dynamiclist' || !Array.isArray(value)) return errors;
  value.forEach((row: Values, i) => errors.push(...rowErrors(node, row, i, values, ctx)));
  return errors;
}

function rowErrors(
  list: FieldNode,
  row: Values,
  index: number,
  values: Values,
  ctx: CheckContext,
): FieldError[] {
  if (!list.fixedRows && isBlankRow(row)) return [];
  const rowState = (values[list.key] as Values[])[index] ?? {};
  return list.columns.flatMap((column) => {
    if (column.readonly || isHidden(column.hides, values, rowState)) return [];
    const [sentence] = brokenRules(column, row[column.key], { values, row: rowState, ctx });
    return sentence === undefined
      ? []
      : [{ path: `${list.key}.${index}.${column.key}`, message: nameOf(column, list, index) + sentence }];
  });
}

/** The same picture can't show both before and after (rules for all forms). */
function sameHash(nodes: readonly FieldNode[], values: Values, sound: Values): FieldError[] {
  const hashes = (kind: 'before' | 'after', shown: Values) =>
    nodes
      .filter((node) => node.type === 'photos' && node.properties.evidence === kind)
      .flatMap((node) =>
        (Array.isArray(shown[node.key]) ? (shown[node.key] as Values[]) : []).map((photo) => photo.sha256),
      );
  const before = new Set(hashes('before', values));
  const after = nodes.filter((node) => node.type === 'photos' && node.properties.evidence === 'after');
  return after.flatMap((node) => {
    const photos = sound[node.key];
    const same = Array.isArray(photos) ? photos.findIndex((photo: Values) => before.has(photo.sha256)) : -1;
    return same < 0
      ? []
      : [{ path: `${node.key}.${same}`, message: `${nameOf(node)}第 ${same + 1} 张与整改前照片相同` }];
  });
}

/** In the order of the form, one error per path. */
function inOrder(form: Compiled, errors: readonly FieldError[]): FieldError[] {
  const order = new Map(form.nodes.map((node, i) => [node.key, i]));
  const rank = (error: FieldError): number => order.get(error.path.split('.')[0] ?? '') ?? form.nodes.length;
  const first = new Map<string, FieldError>();
  for (const error of errors) if (!first.has(error.path)) first.set(error.path, error);
  return [...first.values()].sort((a, b) => rank(a) - rank(b));
}
