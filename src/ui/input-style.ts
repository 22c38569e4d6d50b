const TYPED =
  'min-w-0 rounded-lg border text-ellipsis text-[0.8125rem] text-text transition-colors duration-100 placeholder:text-text-3 focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-50 aria-invalid:border-fail aria-invalid:focus:outline-fail touch:text-base';

/** The look of what can be typed or chosen in, without its height. */
export const FIELD = `${TYPED} w-full border-line-strong bg-surface px-2.5 hover:border-text-3`;
/** The same on one line. */
export const INPUT = `${FIELD} h-8 touch:h-10`;
/** A text that shows only when it is touched that it can be changed; its width is up to whoever uses it. */
export const QUIET_INPUT = `${TYPED} -ml-1.5 h-7 border-transparent bg-transparent px-1.5 font-semibold hover:border-line-strong`;
