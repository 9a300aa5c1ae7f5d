import { Type } from '@sinclair/typebox';
import { sendMessage } from '../../core/messages.ts';
import { context, diagramFault, header, maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** Milliseconds of an ISO 8601 duration of days, hours and minutes. Throws for anything else: a header of the diagram. */
function durationMs(duration: string): number {
  const found = DURATION.exec(duration);
  const [days, hours, minutes] = (found ?? []).slice(1).map((part) => Number(part ?? 0));
  const total = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000;
  if (total === 0) throw diagramFault(`头信息 ttl 的“${duration}”不是时长,应如 P7D、PT1H`);
  return total;
}

/** Words of the trail for what became of it. */
const ACTS = {
  started: 'case.triggered',
  attached: 'case.attached',
  sent: 'message.sent',
  parked: 'trigger.parked',
  'already-parked': 'trigger.repeated',
} as const;

/** Every message throw event: sends `payload` under `messageKey`, or keeps it until its receiver is deployed. */
export default verb({
  name: '发出消息',
  input: Type.Object({ caseId: uuid, messageKey: text, payload: maybe(context) }),
  async run({ input, headers, caseId, trx, actor, acted }) {
    const name = header(headers, 'message');
    const delivery = await sendMessage(trx, actor, {
      name,
      key: input.messageKey,
      ttl: durationMs(header(headers, 'ttl')),
      payload: input.payload ?? {},
      caseId,
    });
    acted(ACTS[delivery.how], name, { after: { ...delivery, key: input.messageKey } });
    return {};
  },
});
