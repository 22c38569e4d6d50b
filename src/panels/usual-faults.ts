/** How bad a fault is that comes by one click or key; a scripted one says for itself. */
export const SLOW_FACTOR = 10;
export const ERROR_SHARE = 0.5;
export const LOSS_SHARE = 0.1;
