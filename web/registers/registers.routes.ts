import { Type } from '@sinclair/typebox';
import type { Actor } from '../../core/actor.ts';
import { noteLook } from '../../core/access-log.ts';
import { asActor, type Trx } from '../../core/db.ts';
import { repeatDraws } from '../../core/experts.ts';
import { may } from '../../core/policies.ts';
import { checklistVersions, publishChecklist } from '../../core/registers/checklist.ts';
import { isEditable, isList, type Register } from '../../core/registers/describe.ts';
import { historyOf, saveRow, setRetired } from '../../core/registers/edit.ts';
import { filterOptions, listRegister, registerRow, type RegisterFilter } from '../../core/registers/list.ts';
import { registerFor, registersFor } from '../../core/registers/shipped.ts';
import { scoreTotals } from '../../core/registers/totals.ts';
import type { Web } from '../app.ts';
import { limited } from '../limited.ts';
import { Routes, Version } from '../routing.ts';

/** What every list of a register can be asked for. */
export const Filter = Type.Object(
  {
    q: Type.Optional(limited('search')),
    sort: Type.Optional(Type.String({ maxLength: 40, description: '列名；前加 - 为倒序' })),
    retired: Type.Optional(Type.Boolean({ description: '含停用的行' })),
    cursor: Type.Optional(Type.String({ maxLength: 2000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  { description: '此外每个可筛选的列都可作为参数' },
);
const Values = Type.Record(Type.String(), Type.Unknown());
const New = Type.Object({ values: Values }, { additionalProperties: false });
const version = Version('打开时的版本；已被他人修改的返回 409');
const Change = Type.Object({ version, values: Values }, { additionalProperties: false });
const Turn = Type.Object({ version }, { additionalProperties: false });
const Note = Type.Object({ note: limited('note') }, { additionalProperties: false });
const Seed = Type.Object({ seed: Type.Optional(limited('note')) });

/** 台账: what they are, their rows, edits with history, the checklist made from them, draws and totals. */
export function registerRoutes({ db }: Web): Routes {
  const routes = new Routes();
  /** In the actor's transaction, with the register of the path if he may read it. */
  const within = <T>(
    actor: Actor,
    params: Record<string, string>,
    work: (trx: Trx, register: Register) => Promise<T>,
  ): Promise<T> => asActor(db, actor, async (trx) => work(trx, registerFor(actor, params.name ?? '')));

  routes.get('/registers', { summary: '台账目录', tag: '台账' }, ({ actor }) =>
    Promise.resolve({ items: registersFor(actor).map(({ name, title, hint }) => ({ name, title, hint })) }),
  );
  routes.get('/registers/:name', { summary: '台账的列和可做的事', tag: '台账' }, ({ actor, params }) =>
    within(actor, params, (trx, register) => described(trx, actor, register)),
  );
  routes.get(
    '/registers/:name/rows',
    { summary: '台账列表', tag: '台账', query: Filter },
    ({ actor, params, query }) =>
      within(actor, params, async (trx, register) => {
        await noteReading(trx, actor, register);
        return listRegister(trx, register, filterOf(register, query));
      }),
  );
  routes.get(
    '/registers/:name/rows/:rowId',
    { summary: '一行及其修改记录', tag: '台账' },
    ({ actor, params }) =>
      within(actor, params, async (trx, register) => {
        const row = await registerRow(trx, register, params.rowId!);
        await noteReading(trx, actor, register);
        return { row, history: isEditable(register) ? await historyOf(trx, register, params.rowId!) : [] };
      }),
  );
  routes.post(
    '/registers/:name/rows',
    { summary: '新增一行', tag: '台账', body: New, status: 201 },
    ({ actor, params, body }) =>
      within(actor, params, (trx, register) =>
        saveRow(trx, actor, register, { rowId: null, values: body.values }),
      ),
  );
  routes.post(
    '/registers/:name/rows/:rowId',
    { summary: '修改一行', tag: '台账', body: Change },
    ({ actor, params, body }) =>
      within(actor, params, (trx, register) =>
        saveRow(trx, actor, register, { rowId: params.rowId!, ...body }),
      ),
  );
  for (const [path, summary, retired] of [
    ['retire', '停用一行', true],
    ['restore', '恢复一行', false],
  ] as const)
    routes.post(
      `/registers/:name/rows/:rowId/${path}`,
      { summary, tag: '台账', body: Turn },
      ({ actor, params, body }) =>
        within(actor, params, (trx, register) =>
          setRetired(trx, actor, register, params.rowId!, body.version, retired),
        ),
    );

  routes.get('/checklist-versions', { summary: '检查表版本', tag: '台账' }, ({ actor }) =>
    within(actor, { name: 'checklist' }, async (trx) => ({ items: await checklistVersions(trx) })),
  );
  routes.post(
    '/checklist-versions',
    { summary: '发布新版检查表', tag: '台账', body: Note, status: 201 },
    ({ actor, body }) => asActor(db, actor, (trx) => publishChecklist(trx, actor, body.note.trim())),
  );
  routes.get(
    '/expert-draws',
    { summary: '抽取记录，按种子重演', tag: '台账', query: Seed },
    ({ actor, query }) =>
      within(actor, { name: 'experts' }, async (trx) => ({
        items: await repeatDraws(trx, query.seed?.trim() || undefined),
      })),
  );
  routes.get('/score-totals', { summary: '各单位考核得分', tag: '台账' }, ({ actor }) =>
    within(actor, { name: 'scores' }, async (trx) => ({ items: await scoreTotals(trx) })),
  );
  return routes;
}

/** One row a day for who looks at a register with personal data, whether at its list or at a row. */
async function noteReading(trx: Trx, actor: Actor, register: Register): Promise<void> {
  if (register.personal) await noteLook(trx, actor, 'register.read', { register: register.name });
}

async function described(trx: Trx, actor: Actor, register: Register) {
  return {
    name: register.name,
    title: register.title,
    hint: register.hint,
    sort: register.sort,
    natural: register.natural,
    filters: await filterOptions(trx, register),
    columns: register.columns.map((column) => ({
      key: column.key,
      label: column.label,
      type: column.type,
      options: column.options ?? null,
      required: column.required ?? false,
      detail: column.detail ?? false,
      width: column.width ?? null,
      hint: column.hint ?? null,
      sorts: !isList(column),
    })),
    can: {
      edit: may(actor, 'register.edit', { register: register.name }),
      publish: register.name === 'checklist' && may(actor, 'checklist.publish'),
      reorganise: register.name === 'units' && may(actor, 'unit.reorganise'),
    },
  };
}

/** The filter of an address: what the list knows, and a value for each column that can be filtered. */
export function filterOf(register: Register, query: Record<string, unknown>): RegisterFilter {
  const where = register.columns
    .filter(({ filter }) => filter)
    .map(({ key }): [string, string | undefined] => [
      key,
      typeof query[key] === 'string' ? query[key].slice(0, 200) : undefined,
    ]);
  const { q, sort, retired, cursor, limit } = query as RegisterFilter;
  return { q, sort, retired, cursor, limit, where: Object.fromEntries(where) };
}
