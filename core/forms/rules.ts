import { evaluateFeel } from '../feel.ts';
import { shanghaiDayOf } from '../time.ts';
import { lengthOf, tooLong, tooShort } from '../text/limits.ts';
import { counterOf } from './compile-field.ts';
import { pick, serverNames } from './expressions.ts';
import { isBlank } from './fields.ts';
import { lawNumber } from './law-rows.ts';
import type { Feel, FieldNode } from './node.ts';
import { placeAndTimeErrors } from './rules-place-time.ts';
import { isBlankRow, isRecord } from './state.ts';
import type { CheckContext } from './types.ts';

type Values = Record<string, unknown>;

/** What a rule may look at. `values`: the state that FEEL sees; `row`: the row of a column's list. */
export interface Asked {
  values: Values;
  row: Values | null;
  ctx: CheckContext;
}

/** Names of the server beside the fields: now and today as text, so that they compare with field values. */
export function serverValues(ctx: CheckContext): Values {
  const { account, name, groups } = ctx.me;
  const values = { now: ctx.now.toISOString(), today: shanghaiDayOf(ctx.now), me: { account, name, groups } };
  const step = ctx.step ?? null;
  return Object.fromEntries(serverNames.map((key) => [key, ({ ...values, step } as Values)[key]]));
}

const ask = (feel: Feel, asked: Asked): unknown =>
  evaluateFeel(
    feel.text,
    pick(feel, asked.row === null ? asked.values : { ...asked.values, this: asked.row }),
  );

/**
 * Rules a field breaks beyond its shape. In: a shown field, its value (undefined = not filled). Out: Chinese
 * sentences that go on after the field's name, the most telling first.
 */
export function brokenRules(node: FieldNode, value: unknown, asked: Asked): string[] {
  const unticked = node.type === 'checkbox' && value !== true;
  if (isBlank(value) || unticked) {
    const missing = missingReason(node, asked);
    if (missing !== null) return [missing];
    return unticked ? failedChecks(node, asked) : [];
  }
  const broken = [
    ...countReasons(node, value, asked),
    ...boundReasons(node, value, asked),
    ...placeAndTimeErrors(node, value, asked),
    ...includeReasons(node, value, asked),
    ...failedChecks(node, asked),
  ];
  return broken;
}

const verbs: Partial<Record<FieldNode['type'], string>> = {
  photos: '须上传',
  files: '须上传',
  signature: '须签名',
  checkbox: '须勾选',
  select: '须选择',
  radio: '须选择',
  checklist: '须选择',
  unit: '须选择',
};

function missingReason(node: FieldNode, asked: Asked): string | null {
  const required =
    node.validate.required === true || (node.requiredWhen && ask(node.requiredWhen, asked) === true);
  const serverRows = asked.ctx.server?.[node.key];
  // Rows that the server lays out are complete when all of them are there, be it none.
  if (node.fixedRows && Array.isArray(serverRows)) {
    return serverRows.length === 0 ? null : `须逐行填写（共 ${serverRows.length} 行）`;
  }
  return required ? (verbs[node.type] ?? '必须填写') : null;
}

function failedChecks(node: FieldNode, asked: Asked): string[] {
  return node.checks.filter(({ feel }) => ask(feel, asked) !== true).map(({ message }) => `：${message}`);
}

function countReasons(node: FieldNode, value: unknown, { ctx, ...asked }: Asked): string[] {
  if (!node.list || !Array.isArray(value)) return [];
  const { minItems, minItemsKey } = node.properties;
  const counter = counterOf(node.type);
  const said = value.filter(
    (row) => node.type !== 'dynamiclist' || node.fixedRows || !isBlankRow(row),
  ).length;
  const serverRows = ctx.server?.[node.key];
  if (node.fixedRows && Array.isArray(serverRows) && serverRows.length !== value.length) {
    return [`须逐行填写，共 ${serverRows.length} 行，收到 ${value.length} 行`];
  }
  if (said === 0 && node.validate.required) return ['必须填写'];
  if (node.type !== 'dynamiclist' && new Set(value.map(identity)).size < value.length) return ['有重复'];
  const applies = node.minItemsWhen === null || ask(node.minItemsWhen, { ...asked, ctx }) === true;
  if (!applies) return [];
  const least = Math.max(minItems ?? 0, minItemsKey === undefined ? 0 : lawNumber(ctx, minItemsKey, 'min'));
  return said < least ? [`至少 ${least} ${counter}`] : [];
}

/** What makes two items of a list the same: the content of a file, else the whole value. */
const identity = (item: unknown): unknown =>
  isRecord(item) ? (typeof item.sha256 === 'string' ? item.sha256 : JSON.stringify(item)) : item;

function boundReasons(node: FieldNode, value: unknown, asked: Asked): string[] {
  const bound = (name: keyof FieldNode['bounds']): number | null => {
    const feel = node.bounds[name];
    const found = feel ? ask(feel, asked) : node.validate[name];
    return found === undefined || found === null || found === '' || Number.isNaN(Number(found))
      ? null
      : Number(found);
  };
  if (node.type === 'textfield' || node.type === 'textarea') {
    const length = lengthOf(String(value));
    const [least, most] = [bound('minLength'), bound('maxLength')];
    if (least !== null && length < least) return [tooShort(least, length)];
    return most !== null && length > most ? [tooLong(most, length)] : [];
  }
  if (node.type !== 'number' && node.type !== 'money') return [];
  const number = Number(value);
  const { minKey, maxKey } = node.properties;
  const least = minKey === undefined ? bound('min') : lawNumber(asked.ctx, minKey, 'min');
  const most = Math.min(
    bound('max') ?? Infinity,
    maxKey === undefined ? Infinity : lawNumber(asked.ctx, maxKey, 'max'),
  );
  const digits = node.component.decimalDigits;
  if (least !== null && number < least) return [`不能小于 ${least}`];
  if (number > most) return [`不能大于 ${most}`];
  return digits !== undefined && Math.round(number * 10 ** digits) / 10 ** digits !== number
    ? [`最多 ${digits} 位小数`]
    : [];
}

function includeReasons(node: FieldNode, value: unknown, { ctx }: Asked): string[] {
  const { groupsOf } = ctx;
  if (groupsOf === undefined) return [];
  const accounts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  return (node.properties.include ?? [])
    .filter(({ groups, min, minKey }) => {
      const found = accounts.filter((account) => groupsOf(account).some((group) => groups.includes(group)));
      return found.length < Math.max(min ?? 0, minKey === undefined ? 0 : lawNumber(ctx, minKey, 'min'));
    })
    .map(({ message }) => `：${message}`);
}
