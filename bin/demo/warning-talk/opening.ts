import { randomUUID } from 'node:crypto';
import type { Form } from '../acts/act.ts';
import type { Api } from '../client.ts';
import { scan } from '../pictures.ts';
import { STAFF } from '../people.ts';

/** Whom and why a leader wants to be talked to: the fields of form talk.start that differ from story to story. */
export interface Order {
  /** A unit of the register, or a firm. */
  unit?: string;
  firm?: { uscc: string; name: string };
  description: string;
  basis: string;
}

/** A leader's order as 安委办 enters it at the start form of warning-talk. `change`: what is entered otherwise. */
export async function orderTalk(
  api: Api,
  order: Order,
  change: Form = {},
): Promise<{ caseId: string; caseNo: string }> {
  const session = await api.as(STAFF.dispatcher);
  const { sha256 } = await session.upload(await scan(), '领导批示.png');
  const form: Form = {
    kind: order.firm === undefined ? 'unit' : 'firm',
    ...(order.firm === undefined ? { unit: order.unit } : { object: order.firm }),
    description: order.description,
    basis: order.basis,
    orderedBy: STAFF.leader,
    files: [{ sha256, name: '领导批示.png' }],
    ...change,
  };
  const data = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined));
  return session.post('/cases/warning-talk', { data }, { 'idempotency-key': randomUUID() });
}
