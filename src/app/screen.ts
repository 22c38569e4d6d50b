import { useMedia } from '../ui/use-media';

const PHONE = '(max-width: 719.98px)';
/** Too narrow for the inspector to stand beside the canvas. */
const TABLET = '(max-width: 1079.98px)';

export const isPhone = (): boolean => matchMedia(PHONE).matches;

export type Screen = 'phone' | 'tablet' | 'desktop';

/** How much room there is. */
export function useScreen(): Screen {
  const phone = useMedia(PHONE);
  const tablet = useMedia(TABLET);
  if (phone) return 'phone';
  return tablet ? 'tablet' : 'desktop';
}
