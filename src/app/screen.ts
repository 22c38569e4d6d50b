import { useLayout } from '../stores/layout';
import { useSelection } from '../stores/selection';
import { useMedia } from '../ui/use-media';

const PHONE = '(max-width: 719.98px)';
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

/** Whether the inspector lies over a tablet's canvas: when called for, and while something is selected. */
export const isInspectorOver = (): boolean => {
  const { nodes, links } = useSelection.getState();
  return useLayout.getState().sheet === 'inspector' || nodes.length + links.length > 0;
};

/** {@link isInspectorOver}, for a component. */
export function useInspectorOver(): boolean {
  useLayout((state) => state.sheet);
  useSelection((state) => state.nodes.length + state.links.length > 0);
  return isInspectorOver();
}
