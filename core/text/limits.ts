/** How long a text may be, in characters (code points), so that 𠮷 and 😀 are one each. */
export interface Limit {
  min?: number;
  max: number;
}

/**
 * How long texts may be, by what they are: the one table, for forms, registers, routes and pages. A form may set less for
 * a field of its own (`validate.maxLength`), never more than `longest`.
 */
export const LIMITS = {
  /** A one-line field of a form or register. */
  line: { max: 200 },
  /** A field of several lines. */
  lines: { max: 2000 },
  /** A long column of a register. */
  registerLong: { max: 1000 },
  /** What no field of a form may exceed, whatever it says. */
  longest: { max: 20_000 },
  address: { max: 200 },
  fileName: { max: 200 },
  personName: { max: 50 },
  firmName: { max: 100 },
  unitName: { max: 100 },
  article: { max: 100 },
  /** A number as it is typed, before it is understood. */
  number: { max: 40 },
  ticketNo: { max: 64 },
  /** 签阅意见. */
  comment: { min: 2, max: 500 },
  /** Why something is read or changed: 查阅事由, 机构变动依据. */
  reason: { min: 5, max: 500 },
  /** Why a matter is handed to another unit. */
  transferReason: { min: 10, max: 500 },
  /** A remark on what is published. */
  note: { max: 200 },
  /** What is looked for in a list. */
  search: { max: 100 },
} satisfies Record<string, Limit>;

export type LimitKind = keyof typeof LIMITS;

/** Characters of a text, without blanks around it. */
export const lengthOf = (text: string): number => [...text.trim()].length;

/** The first `max` characters, marked where something is left out. */
export function shortened(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}

/** Chinese reason for a text that is too long: goes on after its name, says the limit and what was given. */
export const tooLong = (max: number, given: number): string => `最多 ${max} 个字，现有 ${given} 个字`;

/** Chinese reason for a text that is too short. */
export const tooShort = (min: number, given: number): string => `至少 ${min} 个字，现有 ${given} 个字`;
