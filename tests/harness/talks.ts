import { SYSTEM } from '../../core/actor.ts';
import { asSystem, openDatabase } from '../../core/db.ts';
import { sendMessage, type Delivery, type Outgoing } from '../../core/messages.ts';
import { orderTalk, type Order } from '../../bin/demo/warning-talk/opening.ts';
import type { Form } from '../../bin/demo/acts/index.ts';
import type { World } from '../../bin/demo/hand.ts';
import type { ProductUnderTest } from './product.ts';
import { FIRM, Story, type Given, type Hand } from './story.ts';

const WORLD: World = {
  place: { lat: 31.2734, lng: 121.5632, address: '上海市杨浦区定海路街道黎平路88号' },
  handler: 'awb',
  firm: FIRM.uscc,
  found: '打磨车间除尘系统多次复查不合格，整改责任没有落实到人。',
  demand: '更换除尘器压差表；建立班后清灰登记并张贴上墙',
  done: '已更换除尘器压差表，建立班后清灰登记制度并张贴上墙。',
  answer: '区安委办约谈一家整改不力的企业，企业已按期完成整改。',
  article: '安全生产法 art.36',
};

const FAILED = (hand: Hand, usual: Form): Form => ({
  ...usual,
  fit: 'no',
  failReason: '除尘器压差表仍不动作。',
  nextStep: 'again',
  newRectifyBy: hand.inDays(25),
});

/** Beginnings of stories about talks. */
export function talks(product: ProductUnderTest, given: Given) {
  const of = (opened: { caseId: string; caseNo: string }, world: Partial<World> = {}): Story =>
    new Story(product, opened, { ...WORLD, ...world });
  return {
    /** A talk case that exists already, played by the people of the talk. */
    of,
    /** A leader orders a talk with the firm, or with what `order` names. */
    async ordered(order: Partial<Order> = {}, change: Form = {}): Promise<Story> {
      const firm = order.unit === undefined ? { firm: { uscc: FIRM.uscc, name: FIRM.name } } : {};
      const usual = { ...firm, description: '多次复查不合格，领导批示约谈主要负责人。', basis: '局领导批示' };
      const opened = await orderTalk(product.api, { ...usual, ...order }, change);
      return of(opened, order.unit === undefined ? {} : { firm: null, handler: order.unit });
    },
    /** Send a message as a throw event of that case does (processes that are not shipped yet send it later). */
    async send(message: Outgoing): Promise<Delivery> {
      const db = openDatabase(product.ownerDatabaseUrl, 1);
      try {
        return await asSystem(db, (trx) => sendMessage(trx, SYSTEM, message));
      } finally {
        await db.destroy();
      }
    },
    /** A hazard whose recheck fails twice, and the talk that it triggers. */
    async triggered(): Promise<{ hazard: Story; talk: Story }> {
      const hazard = await given.report();
      await hazard.reach('recheck');
      await hazard.perform('recheck', { form: FAILED });
      await hazard.perform('rectify');
      await hazard.perform('recheck', { form: FAILED });
      const talk = await hazard.waitFor('触发的约谈', ({ links }) =>
        links.find(({ kind }) => kind === 'source'),
      );
      return { hazard, talk: of(talk) };
    },
  };
}

/** The usual answer of a step of the talk with what is otherwise. */
export const usually =
  (change: (hand: Hand) => Form) =>
  (hand: Hand, usual: Form): Form => ({ ...usual, ...change(hand) });

/** The unit did not come, and will be asked again on the first day that is allowed; or it is called to account. */
export const absent = (next: 'again' | 'account') => ({
  form: usually(({ task }) => ({
    status: 'absent',
    persons: undefined,
    signIn: undefined,
    absentReason: '没有说明理由，电话联系未接通。',
    justified: 'no',
    next,
    newTalkAt: next === 'again' ? `${String(task.data.earliest)}T10:00:00+08:00` : undefined,
  })),
});

export { FAILED };
