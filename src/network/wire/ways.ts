/** Which way: the index into what is told of both. */
export const THERE = 0;
export const BACK = 1;
