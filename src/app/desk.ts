/** What stands around the canvas, in one chunk: it is fetched while the canvas is drawn. */
export { DockPanel } from './DockPanel';
export { HintLine } from './HintLine';
export { InspectorPanel } from './InspectorPanel';
export { Overlays } from './Overlays';
export { PalettePanel } from './PalettePanel';
export { TopBar } from './TopBar';
