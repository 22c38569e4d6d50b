/** What stands beside the canvas. Whoever opens the page sees the canvas first; these follow, into places kept for them. */
import { later } from '../ui/later';

export const Inspector = later(async () => (await import('./InspectorContents')).InspectorContents);

export const Dock = later(async () => (await import('../panels/Dock')).Dock);

export const Timeline = later(
  async () => (await import('../panels/timeline/Timeline')).Timeline,
  () => <div className="h-10 shrink-0 border-t border-line bg-surface" />,
);
