/** The speeds that the menu offers and the keys step through, virtual ms per wall-clock ms. */
export const SPEEDS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] as const;

export const slowerThan = (speed: number): number => SPEEDS.findLast((one) => one < speed) ?? SPEEDS[0];
export const fasterThan = (speed: number): number => SPEEDS.find((one) => one > speed) ?? SPEEDS[SPEEDS.length - 1];
