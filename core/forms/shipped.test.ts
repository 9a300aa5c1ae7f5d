import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { evaluate } from 'feelin';
import { fieldsOf, filled, keyOf, ME, NOW } from '../../tests/harness/form-data.ts';
import { formJsShows } from '../../tests/harness/form-js.ts';
import { readCsv } from '../csv.ts';
import { shippedPack } from '../legal-pack.ts';
import { listForms } from './files.ts';
import { checkForm, compileForm, formAjv, toJsonSchema, visibleKeys, type CheckContext, type CompiledForm, type FormComponent } from './index.ts'; // prettier-ignore

type Values = Record<string, unknown>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const ctx: CheckContext = { now: NOW, me: ME, law: shippedPack(), groupsOf: () => ['enf', 'expert', 'lead'] };
const forms = new Map(listForms(root).map(({ id, schema }) => [id, compileForm(schema)]));
const names = [...forms.keys()];
const formOf = (id: string): CompiledForm => {
  const form = forms.get(id);
  if (!form) throw new Error(`no form ${id}`);
  return form;
};
const good = (id: string): Values =>
  JSON.parse(readFileSync(`${root}/tests/fixtures/forms/${id}.good.json`, 'utf8')) as Values;

const pathsOf = (id: string, data: unknown, more: Partial<CheckContext> = {}): string[] => {
  const result = checkForm(formOf(id), data, { ...ctx, ...more });
  return result.ok ? [] : result.errors.map(({ path }) => path);
};

test('the forms of the first four processes are all there', () => {
  expect(names).toEqual([
    ...['approve', 'doc.draft', 'doc.leave', 'doc.receipt', 'doc.sign', 'expert.opinion'],
    ...['extension.decide', 'extension.request', 'hazard.accept', 'hazard.acceptance', 'hazard.answer'],
    ...[
      'hazard.callback',
      'hazard.contact',
      'hazard.control',
      'hazard.intake',
      'hazard.order',
      'hazard.plan',
    ],
    ...['hazard.rule', 'hazard.take', 'hazard.verify', 'notice.publicity', 'record', 'rectify.recheck'],
    ...['rectify.submit', 'referral.deliver', 'review', 'strike-off', 'supplement', 'transfer.accept'],
  ]);
});

test('every number a form takes from the law is in the shipped pack', () => {
  const pack = shippedPack();
  for (const { lawKeys } of forms.values()) {
    for (const key of lawKeys.amounts) expect(pack.amounts.has(key)).toBe(true);
    for (const key of lawKeys.clocks) expect(pack.clocks.get(key)?.unit).toBe('h');
  }
});

test('the categories of a report are those of the routing table', () => {
  const routing = readCsv(readFileSync(`${root}/migrations/data/hazard-routing.csv`, 'utf8'));
  const category = fieldsOf(formOf('hazard.intake').schema.components).find((one) => one.key === 'category');
  expect(category?.values?.map(({ value }) => value).sort()).toEqual(
    [...new Set(routing.map((row) => row.category))].sort(),
  );
});

test('whatever fills a field is named in the decision', () => {
  const decision = readFileSync(`${root}/docs/decisions/0004-forms.md`, 'utf8');
  const autos = [...forms.values()].flatMap((form) => form.fields.map((field) => field.auto));
  for (const auto of new Set(autos)) if (auto !== null) expect(decision).toContain(`\`${auto}\``);
});

test('the reporter is kept in the vault and nowhere else', () => {
  const result = checkForm(formOf('hazard.intake'), good('hazard.intake'), ctx);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  expect(Object.keys(result.vault).sort()).toEqual(['isEmployee', 'reporter', 'reporterPhone']);
  expect(JSON.stringify([result.data, result.engine])).not.toMatch(/王某某|13900000002/);
});

test('the callback is satisfied only when the result is at least fair and the matter solved', () => {
  const satisfied = (change: Values): unknown => {
    const result = checkForm(formOf('hazard.callback'), { ...good('hazard.callback'), ...change }, ctx);
    return result.ok ? result.engine.satisfied : result.errors;
  };
  expect(satisfied({ result: '3', solved: 'yes' })).toBe(true);
  expect(satisfied({ result: '2', solved: 'yes' })).toBe(false);
  expect(satisfied({ result: '5', solved: 'no' })).toBe(false);
  expect(satisfied({ reached: 'no' })).toBeNull();
});

describe.each(names)('%s', (id) => {
  test('its good sample is accepted, also by the JSON Schema alone', () => {
    const data = good(id);
    expect(pathsOf(id, data)).toEqual([]);
    const form = formOf(id);
    const validate = formAjv().compile(toJsonSchema(form, visibleKeys(form, data)));
    const visible = visibleKeys(form, data);
    const shown = Object.fromEntries(Object.entries(data).filter(([key]) => visible.has(key)));
    expect(validate(shown) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...shown, 'no such field': 1 })).toBe(false);
  });

  test('whatever is right for each field is accepted, and exactly what form-js shows is kept', async () => {
    const form = formOf(id);
    await fc.assert(
      fc.asyncProperty(filled(form.schema), async (data) => {
        fc.pre(checksHold(form, data));
        const result = checkForm(form, data, ctx);
        if (!result.ok) throw new Error(JSON.stringify(result.errors));
        const { visible } = await formJsShows(form.schema, {}, data);
        const kept = Object.keys({ ...result.data, ...result.vault }).filter((key) => key in data);
        expect(kept.sort()).toEqual(visible.filter((key) => key in data).sort());
      }),
      { numRuns: 10 },
    );
  });

  test('one wrong thing in it is refused at its place', () => {
    const form = formOf(id);
    const broken = filled(form.schema)
      .filter((data) => checksHold(form, data))
      .chain((data) => fc.constantFrom(...mutations(form, data)));
    fc.assert(
      fc.property(broken, ({ key, data }) => {
        const paths = pathsOf(id, data);
        expect(paths.some((path) => path === key || path.startsWith(`${key}.`))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

/** Whether the form's own cross-field checks hold, asked of the FEEL engine directly. */
function checksHold(form: CompiledForm, data: Values): boolean {
  const visible = visibleKeys(form, data);
  return fieldsOf(form.schema.components)
    .filter((one) => visible.has(keyOf(one)))
    .flatMap((one) => one.properties?.check ?? [])
    .every(
      ({ feel }) => evaluate(feel.slice(1), { helpers: [], ...data, me: ME, step: null }).value === true,
    );
}

interface Mutation {
  key: string;
  data: Values;
}

/** Every way in which this data can be made wrong in one visible place. */
function mutations(form: CompiledForm, data: Values): Mutation[] {
  const visible = visibleKeys(form, data);
  const shown = fieldsOf(form.schema.components).filter((one) => visible.has(keyOf(one)));
  const fields = shown.flatMap((one) => {
    const key = keyOf(one);
    return wrongValues(one, data[key]).map((value) => ({ key, data: { ...data, [key]: value } }));
  });
  return [...fields, { key: 'zz', data: { ...data, zz: 1 } }];
}

function wrongValues(component: FormComponent, value: unknown): unknown[] {
  const wrong: unknown[] = [{ bad: 1 }, [['x']]];
  if (component.validate?.required) wrong.push(null);
  if (Array.isArray(value))
    wrong.push(
      'x',
      7,
      [...value, null],
      Array.from({ length: 201 }, () => value[0] as unknown),
    );
  if (component.type === 'checkbox') wrong.push('yes', 1);
  if (['select', 'radio'].includes(component.type)) wrong.push('no such option', 0, true);
  if (['textfield', 'textarea'].includes(component.type))
    wrong.push('控制\u0007字符而且足够长的一段文字说明', '长'.repeat(20_001), 5);
  if (component.type === 'number') wrong.push('7', 1.5, 1e300);
  if (component.type === 'datetime') wrong.push('2026-02-30', '0000', 20260324);
  return wrong;
}

describe('rules of single forms', () => {
  const hash = (n: number) => ({ sha256: n.toString(16).padStart(64, '0') });
  const gone = undefined;
  test.each<[string, Values, string, Partial<CheckContext>?]>([
    ['approve', { decision: 'refuse', opinion: gone }, 'opinion'],
    ['approve', { decision: 'return', opinion: '不行' }, 'opinion'],
    ['approve', { decision: 'maybe' }, 'decision'],
    ['approve', { signature: gone }, 'signature'],
    ['approve', { summary: '改过的摘要' }, 'summary'],
    ['review', { opinion: '不合格' }, 'opinion'],
    ['review', { points: [{ result: '好' }] }, 'points.0.result'],
    ['review', { points: gone }, 'points'],
    ['supplement', { files: gone, explanation: gone }, 'files'],
    ['supplement', { explanation: '太短' }, 'explanation'],
    ['supplement', {}, 'lateApprovedBy', { server: { redLines: [{ id: 'C4', historic: true }] } }],
    ['supplement', { lateApprovedBy: 'wu.beihai' }, 'lateApprovedBy', { groupsOf: () => ['street:dinghai'] }],
    ['record', { endedAt: '2026-03-20T09:29+08:00' }, 'endedAt'],
    ['record', { recorders: ['wu.beihai'] }, 'recorders'],
    ['record', { kind: '走访核查', photos: gone }, 'photos'],
    ['record', { kind: '谈话', signature: gone }, 'refuseReason'],
    ['record', { persons: [{ post: '安全员' }] }, 'persons.0.name'],
    ['record', { persons: [{ name: '万安禾', phone: '123' }] }, 'persons.0.phone'],
    ['record', { content: '太短' }, 'content'],
    ['expert.opinion', { noInterest: false }, 'noInterest'],
    ['expert.opinion', { field: '航天' }, 'field'],
    ['expert.opinion', { opinion: '有风险' }, 'opinion'],
    ['transfer.accept', { reason: '不收' }, 'reason'],
    ['transfer.accept', { accepted: 'yes' }, 'officer'],
    ['transfer.accept', { from: 'dinghai' }, 'from'],
    ['strike-off', { decision: 'return', opinion: '退' }, 'opinion'],
    ['strike-off', { evidence: [] , decision: gone }, 'decision'],
    ['strike-off', { trail: [{ step: '假' }] }, 'trail'],
    ['doc.sign', { changes: gone }, 'changes'],
    ['doc.sign', { secrecy: '机密' }, 'secrecy'],
    ['doc.draft', { reply: gone }, 'reply'],
    ['doc.draft', {}, 'body', { server: { body: [{ key: 'a', label: '事由' }] } }],
    ['doc.draft', { body: [{ key: 'x', value: 'y' }] }, 'body.0.key'],
    ['doc.receipt', { scan: gone }, 'scan'],
    ['doc.receipt', { onBehalf: false }, 'onBehalf'],
    ['doc.receipt', { onBehalf: gone, signature: gone }, 'signature'],
    ['doc.receipt', { received: 'no' }, 'refuseReason'],
    ['doc.receipt', { receivedAt: '2026-03-25T00:00Z' }, 'receivedAt'],
    ['doc.leave', { servers: ['yan.beichuan'] }, 'servers'],
    ['doc.leave', { witness: gone }, 'witness'],
    ['doc.leave', { photos: gone }, 'photos'],
    ['doc.leave', { way: '邮寄' }, 'postNo'],
    ['doc.leave', { way: '电子(已签确认书)' }, 'confirmed'],
    ['extension.request', { days: 0 }, 'days'],
    ['extension.request', { days: 61 }, 'days', { server: { maxDays: 60 } }],
    ['extension.request', { files: [] }, 'files'],
    ['extension.request', { reason: '来不及' }, 'reason'],
    ['extension.decide', { grantedDays: 31 }, 'grantedDays', { server: { requestedDays: 30 } }],
    ['extension.decide', { grantedDays: gone }, 'grantedDays'],
    ['extension.decide', { decision: 'refuse', reason: '不行' }, 'reason'],
    ['rectify.submit', { finishedOn: '2026-03-25' }, 'finishedOn'],
    ['rectify.submit', { finishedOn: gone }, 'unfinished'],
    ['rectify.submit', { afterPhotos: gone }, 'afterPhotos'],
    ['rectify.submit', { afterPhotos: [hash(1)] }, 'afterPhotos.0', { server: { beforePhotos: [hash(1)] } }],
    ['rectify.submit', {}, 'afterPhotos', { server: { orderedAt: '2026-03-24T00:00:00.000Z' } }],
    ['rectify.submit', { funds: '-5.00' }, 'funds'],
    ['rectify.recheck', { fit: 'yes' }, 'fit'],
    ['rectify.recheck', { newRectifyBy: '2026-03-24' }, 'newRectifyBy'],
    ['rectify.recheck', { nextStep: 'penalty', newRectifyBy: gone }, 'newRectifyBy'],
    ['rectify.recheck', { failReason: gone }, 'failReason'],
    ['rectify.recheck', { photos: [] }, 'photos'],
    ['rectify.recheck', { signature: gone }, 'refuseReason'],
    ['rectify.recheck', { checkers: ['cao.lingfei'] }, 'checkers', { server: { enforcement: true } }],
    ['hazard.acceptance', { photos: [hash(1)] }, 'photos'],
    ['hazard.acceptance', { accepters: ['yan.beichuan'] }, 'accepters'],
    ['hazard.acceptance', {}, 'accepters', { groupsOf: () => ['enf'] }],
    ['hazard.acceptance', { accepted: 'no', newRectifyBy: '2026-05-01' }, 'reason'],
    ['hazard.acceptance', { points: [{ done: '已落实' }] }, 'points.0.proof'],
    ['hazard.intake', { ticketNo: gone }, 'ticketNo'],
    ['hazard.intake', { ticketKind: gone }, 'ticketKind'],
    ['hazard.intake', { reporter: gone }, 'reporter'],
    ['hazard.intake', { reporterPhone: '12345' }, 'reporterPhone'],
    ['hazard.intake', { description: '粉尘大' }, 'description'],
    ['hazard.intake', { object: { uscc: '91310110DEM010378V' } }, 'object.uscc'],
    ['hazard.intake', { category: '外星事务' }, 'category'],
    ['hazard.intake', { place: { lat: 31.2, lng: 121.5 } }, 'place'],
    ['hazard.accept', { decision: 'reject' }, 'rejectReason'],
    ['hazard.accept', { level: gone }, 'level'],
    ['hazard.accept', { clockKey: 'hazard.total.report' }, 'clockKey'],
    ['hazard.order', { helpers: ['dinghai'] }, 'helpers'],
    ['hazard.order', { lead: 'no such/unit' }, 'lead'],
    ['hazard.order', { dueAt: '2030-01-01T00:00Z' }, 'dueAt'],
    ['hazard.take', { basis: '不归我们' }, 'basis'],
    ['hazard.take', { suggestUnit: gone }, 'suggestUnit'],
    ['hazard.take', { decision: 'take' }, 'officer'],
    ['hazard.rule', { unit: gone }, 'unit'],
    ['hazard.rule', { ruling: 'keep' }, 'ruling', { step: 'assign' }],
    ['hazard.rule', { reason: '改派吧' }, 'reason'],
    ['hazard.contact', { reached: 'no', tries: 1 }, 'tries'],
    ['hazard.contact', { contactedAt: '2026-03-24T10:06+08:00' }, 'contactedAt'],
    ['hazard.verify', { officers: ['wu.beihai'] }, 'officers'],
    ['hazard.verify', { rectifyBy: '2026-03-24' }, 'rectifyBy'],
    ['hazard.verify', { articles: [] }, 'articles'],
    ['hazard.verify', { handling: 'onspot' }, 'afterPhotos'],
    ['hazard.verify', { handling: 'unfounded' }, 'handling'],
    ['hazard.verify', { truth: 'no' }, 'handling'],
    ['hazard.verify', { signature: gone }, 'refuseReason'],
    ['hazard.verify', { beforePhotos: [] }, 'beforePhotos'],
    ['hazard.verify', {}, 'place', { server: { reportedPlace: { lat: 31.3, lng: 121.5, address: '别处' } } }],
    ['hazard.control', { noticeAt: '2026-03-21T09:01+08:00' }, 'noticeAt'],
    ['hazard.control', { noticeAt: gone }, 'noticeAt'],
    ['hazard.control', { until: '2026-03-21' }, 'until'],
    ['hazard.control', { receiver: gone }, 'refuseReason'],
    ['hazard.control', { signature: gone }, 'signature'],
    ['hazard.control', { measures: ['查封'], goods: [{ name: '打磨机' }] }, 'goods.0.qty'],
    ['hazard.control', { measures: ['断网'] }, 'measures.0'],
    ['hazard.plan', { fundsAmount: '0.00' }, 'fundsAmount'],
    ['hazard.plan', { deadline: '2026-03-24' }, 'deadline'],
    ['hazard.plan', { staff: [] }, 'staff'],
    ['hazard.plan', { staff: [{ name: '陈亮舟', post: '主要负责人' }] }, 'staff.0.duty'],
    ['hazard.answer', { unreachable: true }, 'reason'],
    ['hazard.answer', { content: '　' }, 'content'],
    ['hazard.callback', { unhappyReason: gone }, 'unhappyReason'],
    ['hazard.callback', { result: '6' }, 'result'],
    ['hazard.callback', { solved: gone }, 'solved'],
    ['hazard.callback', { satisfied: true }, 'satisfied'],
    ['notice.publicity', { channel: ['微博'] }, 'channel.0'],
    ['notice.publicity', { proof: gone }, 'proof'],
    ['referral.deliver', { papers: [] }, 'papers'],
    ['referral.deliver', { sentAt: '2026-03-24' }, 'sentAt'],
  ])('%s with %j is refused at %s', (id, change, path, more = {}) => {
    const data = Object.fromEntries(Object.entries({ ...good(id), ...change }).filter(([, value]) => value !== undefined));
    expect(pathsOf(id, data, more)).toContain(path);
  }); // prettier-ignore

  test.each(names)('the table above tries %s at least twice', (id) => {
    const source = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    expect(source.split(`['${id}', {`).length - 1).toBeGreaterThanOrEqual(2);
    expect(existsSync(`${root}/tests/fixtures/forms/${id}.good.json`)).toBe(true);
  });
});
