/** What a person typed as yuan with two decimals, without going through a floating number; null = not an amount. */
export function normalMoney(text: string): string | null {
  const bare = text.replace(/[,,\s¥¥元]/g, '');
  const match = /^(\d{1,13})(?:\.(\d{0,2}))?$/.exec(bare);
  if (!match) return null;
  const whole = (match[1] ?? '0').replace(/^0+(?=\d)/, '');
  return `${whole}.${(match[2] ?? '').padEnd(2, '0')}`;
}

/** `1,234,567.00`, so that the zeros can be counted. */
export function grouped(amount: string): string {
  const [whole = '', cents = ''] = amount.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}
