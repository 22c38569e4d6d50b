import { useMedia } from '../ui/use-media';

/** A window that is low is laid out like a phone, too, a phone held sideways or a page at 200 % zoom: panels beside the canvas would leave nothing of it. */
const PHONE = '(max-width: 719.98px), (max-width: 1079.98px) and (max-height: 499.98px)';
/** Too narrow for the inspector to stand beside the canvas. */
const NARROW = '(max-width: 1079.98px)';

export const isPhone = (): boolean => matchMedia(PHONE).matches;
export const isTablet = (): boolean => !isPhone() && matchMedia(NARROW).matches;

export type Screen = 'phone' | 'tablet' | 'desktop';

/** How much room there is. */
export function useScreen(): Screen {
  const phone = useMedia(PHONE);
  const narrow = useMedia(NARROW);
  if (phone) return 'phone';
  return narrow ? 'tablet' : 'desktop';
}
