import { createHash } from 'node:crypto';
import { canonical } from '../canonical.ts';
import { isUscc } from '../forms/uscc.ts';
import { codeOf, halfWidth, nameKey } from '../text/fold.ts';
import { Matcher } from '../secret/matcher.ts';
import { LIMITS, shortened } from '../text/limits.ts';
import { phoneOf } from '../text/phone.ts';
import { degreesOf, flagOf, isNested, isPersonal, textOf, type Question } from './values.ts';

/** Something in a push that the form has no place for as it was sent. */
export interface Unfit {
  label: string;
  /** Whole, as it came; '' where it may tell who reported: then it is sealed only. */
  text: string;
  why: string;
}

/** What the start form and the register know, to fit a ticket to. */
export interface Known {
  categories: readonly string[];
  kinds: readonly string[];
  /** Codes among those pushed that the register of firms has. */
  firms: ReadonlySet<string>;
}

/** A push as form data, with all that did not fit. */
export interface ReadTicket {
  ticketNo: string;
  data: Record<string, unknown>;
  /** For the vault beside what the form puts there. */
  secret: Record<string, unknown>;
  unfit: Unfit[];
}

const OTHER_KIND = '其他';
const OTHER_CATEGORY = '其他与无主隐患';
const LONGEST = 5000;
const ENOUGH = 10;
const SEALED = '已加密保存在举报人信息中，由举报信息保密员核对';
const KNOWN = new Set(
  (
    'ticketNo kind anonymous reporter reporterPhone address lat lng firmName firmUscc category description urgent ' +
    'deathInvolved'
  ).split(' '),
);

/** Tells one content from another, whatever the order of its members. */
export const pushHash = (pushed: Record<string, unknown>): string =>
  createHash('sha256').update(canonical(pushed)).digest('hex');

/**
 * Read a push of the 12345 platform. Nothing is refused and nothing is lost: what fits goes into the fields of form hazard.intake, all
 * else into `unfit`, whole and with a reason for the duty desk; what may tell who reported only into the vault. In: the
 * JSON object as it came, cleaned. The same content always gives the same result.
 */
export function readTicket(pushed: Record<string, unknown>, known: Known): ReadTicket {
  const unfit: Unfit[] = [];
  const ticketNo = numberOf(pushed, unfit);
  const secret: Record<string, unknown> = {};
  const data = {
    source: '12345',
    ticketNo,
    ticketKind: choice(textOf(pushed.kind), known.kinds, OTHER_KIND, '工单类型', unfit),
    ...reporter(pushed, secret, unfit),
    ...firm(pushed, known, unfit),
    place: place(pushed, unfit),
    category: choice(textOf(pushed.category), known.categories, OTHER_CATEGORY, '类别', unfit),
    description: description(textOf(pushed.description), unfit),
    urgency: flag(pushed, 'urgent', '是否紧急', unfit) ? 'urgent' : 'normal',
    deathInvolved: flag(pushed, 'deathInvolved', '是否涉及人员死亡', unfit) ? 'yes' : 'no',
  };
  nested(pushed, unfit);
  strangers(pushed, unfit, secret);
  if (unfit.length > 0 || Object.keys(secret).length > 0) secret.pushed = JSON.stringify(pushed);
  return { ticketNo, data, secret, unfit };
}

/** What stands for a push that says nothing at all about itself. */
export const saysNothing = (pushed: Record<string, unknown>): boolean =>
  Object.values(pushed).every((value) => textOf(value) === undefined);

function numberOf(pushed: Record<string, unknown>, unfit: Unfit[]): string {
  const structure = isNested(pushed.ticketNo);
  const given = structure ? '' : codeOf(textOf(pushed.ticketNo) ?? '').replace(/\s+/g, '');
  if (given === '') {
    const text = structure ? (textOf(pushed.ticketNo) ?? '') : '';
    unfit.push({ label: '工单号', text, why: '平台没有给工单号，暂按内容编号' });
    return `无号-${pushHash(pushed).slice(0, 16)}`;
  }
  if ([...given].length <= LIMITS.ticketNo.max) return given;
  unfit.push({ label: '工单号', text: given, why: `超过 ${LIMITS.ticketNo.max} 个字，登记的是缩写` });
  return `${[...given].slice(0, 40).join('')}-${createHash('sha256').update(given).digest('hex').slice(0, 16)}`;
}

/** Known members that hold a structure: what it means only a person can tell. */
const NESTED: Record<string, { label: string; personal?: true }> = {
  reporter: { label: '举报人姓名', personal: true },
  address: { label: '地点' },
  description: { label: '描述' },
  firmName: { label: '被举报单位' },
};

function nested(pushed: Record<string, unknown>, unfit: Unfit[]): void {
  for (const [key, { label, personal }] of Object.entries(NESTED)) {
    if (!isNested(pushed[key])) continue;
    const text = textOf(pushed[key]) ?? '';
    unfit.push({
      label,
      text: personal ? '' : text,
      why: `推送的不是文字${personal ? `，原文${SEALED}` : '，请核对'}`,
    });
  }
}

function choice(
  given: string | undefined,
  options: readonly string[],
  other: string,
  label: string,
  unfit: Unfit[],
): string {
  const fits = options.find((option) => nameKey(option) === nameKey(given ?? ''));
  if (fits !== undefined) return fits;
  unfit.push({
    label,
    text: given ?? '',
    why: given === undefined ? `平台没有给出，暂记为“${other}”` : `不在本区的选项中，暂记为“${other}”`,
  });
  return other;
}

function reporter(
  pushed: Record<string, unknown>,
  secret: Record<string, unknown>,
  unfit: Unfit[],
): Record<string, unknown> {
  const [name, phone] = [textOf(pushed.reporter), textOf(pushed.reporterPhone)];
  const asked = flagOf(pushed.anonymous, 'anonymous');
  if (asked === null && pushed.anonymous !== undefined)
    unfit.push({ label: '是否匿名', text: textOf(pushed.anonymous) ?? '', why: '看不出是实名还是匿名' });
  const nothing = name === undefined && phone === undefined;
  if (asked === false && nothing)
    unfit.push({ label: '举报人', text: '', why: '标为实名，但没有姓名和电话，按匿名登记' });
  if (asked === true || nothing) {
    // Who asks for anonymity is protected all the same where the platform names them.
    if (name !== undefined) secret.reporter = name;
    if (phone !== undefined) secret.reporterPhone = phoneOf(phone) ?? phone;
    return { anonymous: 'yes' };
  }
  if (name === undefined) unfit.push({ label: '举报人姓名', text: '', why: '标为实名，但没有姓名' });
  else if ([...name].length > LIMITS.personName.max)
    unfit.push({ label: '举报人姓名', text: '', why: `超过 ${LIMITS.personName.max} 个字，原文${SEALED}` });
  return {
    anonymous: 'no',
    ...(name === undefined ? {} : { reporter: shortened(name, LIMITS.personName.max) }),
    ...contact(phone, unfit),
  };
}

function contact(phone: string | undefined, unfit: Unfit[]): Record<string, unknown> {
  if (phone === undefined) {
    unfit.push({ label: '举报人电话', text: '', why: '标为实名，但没有电话' });
    return {};
  }
  const number = phoneOf(phone);
  if (number !== null) return { reporterPhone: number };
  unfit.push({ label: '举报人电话', text: '', why: `不像电话号码，原文${SEALED}` });
  return { reporterContact: shortened(phone, LIMITS.line.max) };
}

function firm(pushed: Record<string, unknown>, known: Known, unfit: Unfit[]): Record<string, unknown> {
  const name = textOf(pushed.firmName)?.replace(/\s*\n\s*/g, ' ');
  const given = textOf(pushed.firmUscc);
  const code = usccOf(given);
  const registered = code !== undefined && isUscc(code) && known.firms.has(code);
  if (given !== undefined && !registered)
    unfit.push({
      label: '统一社会信用代码',
      text: given,
      why: isUscc(code ?? '') ? '企业名录中没有这个代码' : '代码不对',
    });
  if (name !== undefined && [...name].length > LIMITS.firmName.max)
    unfit.push({ label: '被举报单位', text: name, why: `超过 ${LIMITS.firmName.max} 个字` });
  const object = {
    ...(name === undefined ? {} : { name: shortened(name, LIMITS.firmName.max) }),
    ...(registered ? { uscc: code } : {}),
  };
  return Object.keys(object).length === 0 ? {} : { object };
}

/** The code of a firm as it is compared. */
export const usccOf = (given: string | undefined): string | undefined =>
  given === undefined ? undefined : halfWidth(given).replace(/\s/g, '').toUpperCase();

function place(pushed: Record<string, unknown>, unfit: Unfit[]): Record<string, unknown> {
  const address = textOf(pushed.address)?.replace(/\s*\n\s*/g, ' ');
  if (address === undefined) unfit.push({ label: '地点', text: '', why: '平台没有给出地点' });
  else if ([...address].length > LIMITS.address.max)
    unfit.push({ label: '地点', text: address, why: `超过 ${LIMITS.address.max} 个字` });
  const [lat, lng] = [degreesOf(pushed.lat, 90), degreesOf(pushed.lng, 180)];
  const given = [textOf(pushed.lat), textOf(pushed.lng)].filter((one) => one !== undefined);
  // A platform without a place writes zeros, as a receiver without a fix does.
  const none = lat === null || lng === null || (lat === 0 && lng === 0);
  if (given.length > 0 && none) unfit.push({ label: '坐标', text: given.join('，'), why: '不是一对经纬度' });
  return {
    address: shortened(address ?? '（12345 未提供地点）', LIMITS.address.max),
    ...(none ? {} : { lat, lng }),
  };
}

function description(given: string | undefined, unfit: Unfit[]): string {
  if (given === undefined) {
    unfit.push({ label: '描述', text: '', why: '平台没有给出描述' });
    return '（12345 未提供描述）';
  }
  const length = [...given].length;
  if (length < ENOUGH) unfit.push({ label: '描述', text: given, why: '内容很短，请向来电人核实' });
  if (length > LONGEST) unfit.push({ label: '描述', text: given, why: `超过 ${LONGEST} 个字，这里是全文` });
  return shortened(given, LONGEST);
}

function flag(pushed: Record<string, unknown>, key: Question, label: string, unfit: Unfit[]): boolean {
  const value = pushed[key];
  const found = flagOf(value, key);
  if (found === null && textOf(value) !== undefined)
    unfit.push({ label, text: textOf(value)!, why: '看不出是或否，暂记为“否”' });
  return found === true;
}

/** Members that we do not know are kept as they came. */
function strangers(pushed: Record<string, unknown>, unfit: Unfit[], secret: Record<string, unknown>): void {
  const given = (value: unknown) => [textOf(value)].filter((one) => one !== undefined);
  const who = new Matcher({ names: given(pushed.reporter), numbers: given(pushed.reporterPhone) });
  for (const [key, value] of Object.entries(pushed)) {
    const text = textOf(value);
    if (KNOWN.has(key) || text === undefined) continue;
    const personal = isPersonal(key, text, who);
    if (personal) secret[`12345:${key}`] = text;
    unfit.push({
      label: shortened(key, 60),
      text: personal ? '' : text,
      why: personal ? `登记表没有这一项，可能涉及举报人，${SEALED}` : '登记表没有这一项',
    });
  }
}
