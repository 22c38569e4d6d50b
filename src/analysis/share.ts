/** A share or mean that is 0 while there is nothing to divide by. */
export const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
