/** What stands beside the canvas. Whoever opens the page sees the canvas first; these follow, into places kept for them. */
import { lazy, type ReactNode, Suspense } from 'react';
import { canvasView } from '../canvas/canvas-view';
import { placeNode } from '../canvas/place-node';
import { t } from '../i18n/language';
import { useLayout } from '../stores/layout';
import { toast } from '../ui/toast';
import { commands } from './commands';

const LazyPalette = lazy(() => import('../panels/Palette').then((module) => ({ default: module.Palette })));
const LazyInspector = lazy(() => import('../panels/Inspector').then((module) => ({ default: module.Inspector })));
const LazyDock = lazy(() => import('../panels/Dock').then((module) => ({ default: module.Dock })));

const LazyTimeline = lazy(() => import('../panels/timeline/Timeline').then((module) => ({ default: module.Timeline })));

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

export const Palette = ({ narrow }: { readonly narrow?: boolean }) => (
  <Suspense fallback={null}>
    <LazyPalette narrow={narrow} onPlace={place} />
  </Suspense>
);

export const Inspector = () => (
  <Suspense fallback={null}>
    <LazyInspector onDuplicate={commands.duplicate.run} onRemove={commands.remove.run} />
  </Suspense>
);

export const Dock = ({ look, aside }: { readonly look: string; readonly aside?: ReactNode }) => (
  <Suspense fallback={null}>
    <LazyDock aside={aside} look={look} />
  </Suspense>
);

export const Timeline = () => (
  <Suspense fallback={<div className="h-10 shrink-0 border-t border-line bg-surface" />}>
    <LazyTimeline />
  </Suspense>
);
