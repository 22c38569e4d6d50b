/** What a bulkhead answers. */
export const Entry = { admitted: 0, waiting: 1, full: 2 } as const;
export type Entry = (typeof Entry)[keyof typeof Entry];

/** No call. */
export const NOBODY = -1;
