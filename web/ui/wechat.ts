/** As WeChat's browser names itself on every system. */
export const isWeChat = (agent: string): boolean => /MicroMessenger\//i.test(agent);

/**
 * Are the pages open inside WeChat? Its browser hands over nothing when several pictures may be chosen at once, and does
 * not download (ant-design-mobile#6132, weui#597).
 */
export const inWeChat = (): boolean => isWeChat(navigator.userAgent);
