import { randomUUID } from 'node:crypto';

/** A ticket as 12345 pushes it: a number and an address of its own, all members of the contract that a report needs. */
export const ticket = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  ticketNo: `HL-${randomUUID().slice(0, 8)}`,
  kind: '求助投诉',
  anonymous: false,
  reporter: '虞举某',
  reporterPhone: '13912345670',
  address: `隆昌路${randomUUID()}号`,
  category: '电梯',
  description: '居民楼三楼电梯困人多次，物业不处理。',
  ...change,
});
