import { canvasView } from '../canvas/canvas-view';
import { placeNode } from '../canvas/place-node';
import { t } from '../i18n/language';
import { Palette } from '../panels/Palette';
import { useLayout } from '../stores/layout';
import { toast } from '../ui/toast';

/** Puts a component where the visitor looks, and keeps it in view. */
function place(kind: string) {
  const id = placeNode(kind, canvasView.centre());
  if (id === '') {
    toast({ tone: 'error', text: t('palette.full') });
    return;
  }
  canvasView.reveal(id);
  useLayout.getState().setSheet(null);
}

/** The palette, from which components come onto the canvas. */
export const PalettePanel = ({ narrow }: { readonly narrow?: boolean }) => <Palette narrow={narrow} onPlace={place} />;
