import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ME, NOW } from '../../tests/harness/form-data.ts';
import { shippedPack } from '../legal-pack.ts';
import { listForms } from './files.ts';
import { checkForm, compileForm, type CheckContext } from './index.ts';

type Values = Record<string, unknown>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const ctx: CheckContext = { now: NOW, me: ME, law: shippedPack(), groupsOf: () => ['enf', 'expert', 'lead'] };
const forms = new Map(listForms(root).map(({ id, schema }) => [id, compileForm(schema)]));
const names = [...forms.keys()];
const good = (id: string): Values =>
  JSON.parse(readFileSync(`${root}/tests/fixtures/forms/${id}.good.json`, 'utf8')) as Values;

const pathsOf = (id: string, data: unknown, more: Partial<CheckContext> = {}): string[] => {
  const form = forms.get(id);
  if (!form) throw new Error(`no form ${id}`);
  const result = checkForm(form, data, { ...ctx, ...more });
  return result.ok ? [] : result.errors.map(({ path }) => path);
};

/** What is wrong with a form, beside its good sample: `<id>.wrong.json`, rows of changes (null = left out) and the place. */
const WRONG = names.flatMap((id): [string, Values, string][] => {
  const file = `${root}/tests/fixtures/forms/${id}.wrong.json`;
  if (!existsSync(file)) return [];
  const rows = JSON.parse(readFileSync(file, 'utf8')) as [Values, string][];
  return rows.map(([change, path]) => [id, change, path]);
});

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
    ['notice.start', { sourceDoc: gone }, 'sourceDoc'],
    ['notice.start', { helpers: ['dinghai'] }, 'helpers'],
    ['notice.issue', { fromAbove: false }, 'fromAbove'],
    ['notice.issue', { feedbackBy: '2026-03-24' }, 'feedbackBy'],
    ['notice.issue', { matter: '太短' }, 'matter'],
    ['notice.sign', { phone: '12' }, 'phone'],
    ['notice.sign', { ours: 'no' }, 'suggestUnit'],
    ['notice.feedback', { proofs: [] }, 'proofs'],
    ['notice.feedback', { planBy: gone }, 'planBy'],
    ['notice.check', { checkers: ['gu.xinlan'] }, 'checkers'],
    ['notice.check', { demand: gone }, 'demand'],
    ['notice.upward', { receipt: gone }, 'receipt'],
    ['notice.upward', { content: '已办结' }, 'content'],
    ['notice.progress', { photos: [] }, 'photos'],
    ['notice.progress', { percent: 101 }, 'percent'],
    ['notice.progress', {}, 'lowerReason', { server: { lastPercent: 50 } }],
    ['notice.publicity', { channel: ['微博'] }, 'channel.0'],
    ['notice.publicity', { proof: gone }, 'proof'],
    ['talk.start', { object: gone }, 'object'],
    ['talk.start', { files: [] }, 'files'],
    ['talk.start', { description: '整改不力' }, 'description'],
    ['talk.start', {}, 'orderedBy', { groupsOf: () => ['awb'] }],
    ['talk.proposal', {}, 'talkAt', { server: { earliest: '2026-04-02' } }],
    ['talk.proposal', {}, 'host', { groupsOf: () => ['awb'] }],
    ['talk.proposal', { materialBy: gone }, 'materialBy', { server: { round: 2 } }],
    ['talk.proposal', { topics: '整改不力' }, 'topics'],
    ['talk.decide', { reason: gone }, 'reason'],
    ['talk.decide', { measures: [] }, 'measures'],
    ['talk.decide', { measures: [{ measure: '清灰', owner: '陈亮舟', dueOn: '2026-03-24' }] }, 'measures.0.dueOn'],
    ['talk.material', { measures: [] }, 'measures'],
    ['talk.material', { lessons: gone }, 'lessons'],
    ['talk.postpone-ask', {}, 'reason', { server: { postponed: 1, postponeMax: 1 } }],
    ['talk.postpone-ask', { wishedAt: '2026-03-24T09:00+08:00' }, 'wishedAt'],
    ['talk.postpone', {}, 'decision', { server: { postponed: 1, postponeMax: 1 } }],
    ['talk.postpone', {}, 'newTalkAt', { server: { earliest: '2026-04-07' } }],
    ['talk.postpone', { newTalkAt: gone }, 'newTalkAt'],
    ['talk.arrival', { newTalkAt: gone }, 'newTalkAt'],
    ['talk.arrival', { justified: 'yes' }, 'justified', { server: { postponed: 1, postponeMax: 1 } }],
    ['talk.arrival', { absentReason: gone }, 'absentReason'],
    ['talk.arrival', { persons: [{ name: '万安禾', post: '安全管理员', idChecked: false }] }, 'persons.0.idChecked'],
    ['talk.arrival', { status: 'present', signIn: gone }, 'signIn'],
    ['talk.minutes', { measures: [] }, 'measures'],
    [
      'talk.minutes',
      { measures: [{ measure: '清灰', owner: '陈亮舟', dueOn: '2026-04-14', proof: '照片' }] },
      'measures.0.dueOn',
    ],
    ['talk.minutes', { endedAt: '2026-03-24T08:00+08:00' }, 'endedAt'],
    ['talk.minutes', { problems: [{ problem: '不合格' }] }, 'problems.0.evidence'],
    ['talk.report', { measures: gone }, 'measures'],
    ['talk.report', { pledge: gone }, 'pledge'],
    ['talk.effect', { conclusion: 'strike' }, 'conclusion'],
    ['talk.effect', { items: [{ view: '落实' }], conclusion: 'strike' }, 'conclusion', { server: { accidents: 1 } }],
    ['talk.effect', { noLessonReason: gone }, 'noLessonReason'],
    ['talk.effect', { lesson: gone }, 'lesson'],
    ['talk.effect', { opinion: gone }, 'opinion'],
    ['talk.effect', { publicText: gone }, 'publicText', { server: { isPublic: 'yes' } }],
    ['member-sign', { reason: gone }, 'reason'],
    ['member-sign', { signature: gone }, 'signature'],
    ['member-sign', { attitude: 'refuse', reason: gone }, 'reason'],
    ['referral.deliver', { papers: [] }, 'papers'],
    ['referral.deliver', { sentAt: '2026-03-24' }, 'sentAt'],
  ])('%s with %j is refused at %s', (id, change, path, more = {}) => {
    const data = Object.fromEntries(Object.entries({ ...good(id), ...change }).filter(([, value]) => value !== undefined));
    expect(pathsOf(id, data, more)).toContain(path);
  }); // prettier-ignore

  test.each(WRONG)('%s with %j is refused at %s', (id, change, path) => {
    const data = Object.fromEntries(
      Object.entries({ ...good(id), ...change }).filter(([, value]) => value !== null),
    );
    expect(pathsOf(id, data)).toContain(path);
  });

  test.each(names)('%s is tried at least twice', (id) => {
    const source = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    const above = source.split(`['${id}', {`).length - 1;
    expect(above + WRONG.filter(([form]) => form === id).length).toBeGreaterThanOrEqual(2);
    expect(existsSync(`${root}/tests/fixtures/forms/${id}.good.json`)).toBe(true);
  });
});
