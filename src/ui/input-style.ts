/** The common look of what can be typed or chosen in. */
export const INPUT =
  'h-8 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-2.5 text-[0.8125rem] text-text transition-colors duration-100 placeholder:text-text-3 hover:border-text-3 focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-50 aria-invalid:border-fail aria-invalid:focus:outline-fail touch:h-10 touch:text-base';
