/**
 * Everything a visitor can order, each once: buttons, menus, tooltips, the keyboard and the help read the same object.
 */
import { canvasView } from '../canvas/canvas-view';
import { isCrashable, togglePower } from '../canvas/power';
import { t } from '../i18n/language';
import { EMPTY_SCENARIO } from '../scenario/arrange';
import { sendsRequests } from '../scenario/edit';
import { useDocument } from '../stores/document';
import { useDocuments } from '../stores/documents';
import { type Panel, useLayout } from '../stores/layout';
import { usePlayback } from '../stores/playback';
import { useSelection } from '../stores/selection';
import { GroupIcon, TidyIcon } from '../ui/arrange-icons';
import type { Icon } from '../ui/icon';
import {
  CopyIcon,
  DownloadIcon,
  FinishIcon,
  FitIcon,
  FolderIcon,
  KeyboardIcon,
  PanelBottomIcon,
  PanelLeftIcon,
  PanelRightIcon,
  PlayIcon,
  PlusIcon,
  PowerIcon,
  RedoIcon,
  ResetIcon,
  SearchIcon,
  ShareIcon,
  SlowIcon,
  SpeedIcon,
  StepIcon,
  TrashIcon,
  UndoIcon,
  UploadIcon,
} from '../ui/icons';
import { ArrowRightIcon } from '../ui/step-icons';
import { toast } from '../ui/toast';
import { fetchWhenIdle } from '../ui/when-idle';
import { isPhone, isTablet } from './screen';
import { fasterThan, slowerThan } from './speeds';

export interface Command {
  /** Its name, in the catalogues under `action`. */
  readonly name: string;
  readonly group: 'run' | 'edit' | 'view' | 'file';
  readonly icon: Icon;
  readonly shortcut?: string;
  readonly enabled?: () => boolean;
  readonly run: () => void;
}

const zones = () => import('../canvas/zone');
const tidying = () => import('../canvas/tidy');
const files = () => import('./files');
fetchWhenIdle(files);
const playback = () => usePlayback.getState();
const doc = () => useDocument.getState();
const selection = () => useSelection.getState();
const isSomethingSelected = () => selection().nodes.length + selection().links.length > 0;
const hasNodes = () => doc().scenario.nodes.length > 0;

function removeSelected() {
  const { nodes, links } = selection();
  const count = nodes.length + links.length;
  doc().remove({ nodes, links });
  toast({ text: t('edit.removed', { count }), action: { label: t('action.undo'), run: () => doc().undo() } });
}

/** Runs to the end; on the way there, stops. A run without an end goes on for ever, and one is told how to give it one. */
function finishOrStop() {
  if (playback().phase === 'finishing') playback().pause();
  else if (doc().scenario.durationMs !== null) playback().finish();
  else
    toast({
      text: t('run.endless'),
      detail: t('run.endlessAdvice'),
      action: { label: t('run.giveEnd'), run: giveEnd },
    });
}

/** Shows where the scenario's end is set. */
function giveEnd() {
  selection().clear();
  if (isPhone() || isTablet()) useLayout.getState().setSheet('inspector');
  else useLayout.getState().setOpen('inspector', true);
}

/** An empty scenario stands still: what is put into it does not run before one says so. */
async function beginAnew() {
  await useDocuments.getState().openScenario(EMPTY_SCENARIO, { keep: true });
  playback().pause();
  playback().reset();
}

const crashable = () =>
  doc().scenario.nodes.filter((node) => selection().nodes.includes(node.id) && isCrashable(node.kind));

/** Who sends a request by hand: those selected, or the only one there is. */
function senders() {
  const all = doc().scenario.nodes.filter(sendsRequests);
  const chosen = all.filter((node) => selection().nodes.includes(node.id));
  return chosen.length > 0 || all.length > 1 ? chosen : all;
}

function togglePanel(panel: Panel) {
  const layout = useLayout.getState();
  // What lies over the canvas comes only when called for: it would hide what has just been selected.
  const over = isPhone() || (isTablet() && panel === 'inspector');
  if (over) layout.setSheet(layout.sheet === panel ? null : panel);
  else layout.setOpen(panel, !layout.open[panel]);
}

function searchPalette() {
  const layout = useLayout.getState();
  if (isPhone()) layout.setSheet('palette');
  else layout.setOpen('palette', true);
  // The field is on the page only after the panel has been drawn.
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>('[data-palette-search]')?.focus());
}

export const commands = {
  run: {
    name: 'run',
    group: 'run',
    icon: PlayIcon,
    shortcut: 'Space',
    enabled: hasNodes,
    run: () => playback().toggle(),
  },
  step: {
    name: 'step',
    group: 'run',
    icon: StepIcon,
    shortcut: '.',
    enabled: hasNodes,
    run: () => playback().step('event'),
  },
  stepRequest: {
    name: 'stepRequest',
    group: 'run',
    icon: StepIcon,
    shortcut: ',',
    enabled: hasNodes,
    run: () => playback().step('request'),
  },
  reset: {
    name: 'reset',
    group: 'run',
    icon: ResetIcon,
    shortcut: 'R',
    enabled: () => playback().phase !== 'editing',
    run: () => playback().reset(),
  },
  finish: {
    name: 'finish',
    group: 'run',
    icon: FinishIcon,
    shortcut: 'E',
    enabled: () => hasNodes() && playback().phase !== 'finished',
    run: finishOrStop,
  },
  slower: {
    name: 'slower',
    group: 'run',
    icon: SlowIcon,
    shortcut: '[',
    run: () => playback().setSpeed(slowerThan(playback().speed)),
  },
  faster: {
    name: 'faster',
    group: 'run',
    icon: SpeedIcon,
    shortcut: ']',
    run: () => playback().setSpeed(fasterThan(playback().speed)),
  },
  killOrHeal: {
    name: 'killOrHeal',
    group: 'run',
    icon: PowerIcon,
    shortcut: 'K',
    enabled: () => crashable().length > 0,
    run: () => {
      for (const node of crashable()) togglePower(node.id);
    },
  },
  send: {
    name: 'send',
    group: 'run',
    icon: ArrowRightIcon,
    shortcut: 'N',
    enabled: () => senders().length > 0,
    run: () => {
      for (const { id } of senders()) {
        playback().intervene({ action: 'send', target: { node: id }, durationMs: null, count: 1 });
      }
    },
  },
  undo: {
    name: 'undo',
    group: 'edit',
    icon: UndoIcon,
    shortcut: 'Mod+Z',
    enabled: () => doc().canUndo,
    run: () => doc().undo(),
  },
  redo: {
    name: 'redo',
    group: 'edit',
    icon: RedoIcon,
    shortcut: 'Mod+Shift+Z',
    enabled: () => doc().canRedo,
    run: () => doc().redo(),
  },
  duplicate: {
    name: 'duplicate',
    group: 'edit',
    icon: CopyIcon,
    shortcut: 'Mod+D',
    enabled: () => selection().nodes.length > 0,
    run: () => void doc().duplicate(selection().nodes),
  },
  remove: {
    name: 'remove',
    group: 'edit',
    icon: TrashIcon,
    shortcut: 'Delete',
    enabled: isSomethingSelected,
    run: removeSelected,
  },
  group: {
    name: 'group',
    group: 'edit',
    icon: GroupIcon,
    shortcut: 'Mod+G',
    enabled: () => selection().nodes.length > 0,
    run: () => void zones().then((module) => module.groupIntoZone(selection().nodes)),
  },
  tidy: {
    name: 'tidy',
    group: 'edit',
    icon: TidyIcon,
    shortcut: 'Shift+T',
    enabled: () => doc().scenario.nodes.length > 1,
    run: () => void tidying().then(({ tidyPlaces }) => doc().moveNodes(tidyPlaces(doc().scenario))),
  },
  palette: {
    name: 'palette',
    group: 'view',
    icon: SearchIcon,
    shortcut: 'Mod+K',
    run: () => useLayout.getState().setDialog('palette'),
  },
  searchPalette: { name: 'searchPalette', group: 'view', icon: SearchIcon, shortcut: '/', run: searchPalette },
  fit: { name: 'fit', group: 'view', icon: FitIcon, shortcut: '0', run: () => canvasView.fit() },
  togglePalette: {
    name: 'togglePalette',
    group: 'view',
    icon: PanelLeftIcon,
    shortcut: '1',
    run: () => togglePanel('palette'),
  },
  toggleDock: {
    name: 'toggleDock',
    group: 'view',
    icon: PanelBottomIcon,
    shortcut: '2',
    run: () => togglePanel('dock'),
  },
  toggleInspector: {
    name: 'toggleInspector',
    group: 'view',
    icon: PanelRightIcon,
    shortcut: '3',
    run: () => togglePanel('inspector'),
  },
  shortcuts: {
    name: 'shortcuts',
    group: 'view',
    icon: KeyboardIcon,
    shortcut: '?',
    run: () => useLayout.getState().setDialog('shortcuts'),
  },
  newScenario: {
    name: 'newScenario',
    group: 'file',
    icon: PlusIcon,
    run: () => void beginAnew(),
  },
  gallery: {
    name: 'gallery',
    group: 'file',
    icon: FolderIcon,
    shortcut: 'G',
    run: () => useLayout.getState().setDialog('gallery'),
  },
  import: {
    name: 'import',
    group: 'file',
    icon: UploadIcon,
    shortcut: 'Mod+O',
    run: () => void files().then((module) => module.chooseFile()),
  },
  export: {
    name: 'export',
    group: 'file',
    icon: DownloadIcon,
    shortcut: 'Mod+S',
    run: () => void files().then((module) => module.saveFile()),
  },
  share: {
    name: 'share',
    group: 'file',
    icon: ShareIcon,
    shortcut: 'S',
    enabled: hasNodes,
    run: () => useLayout.getState().setDialog('share'),
  },
} satisfies Record<string, Command>;

export const allCommands: readonly Command[] = Object.values(commands);

export const isEnabled = (command: Command): boolean => command.enabled?.() ?? true;
