/** Which requests come first in a list: the last to fail, the slowest, the last to end. */
export const REQUEST_ORDERS = ['failed', 'slowest', 'newest'] as const;
export type RequestOrder = (typeof REQUEST_ORDERS)[number];
