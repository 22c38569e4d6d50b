import { canvasView } from '../../canvas/canvas-view';
import { placeNode } from '../../canvas/place-node';
import type { T } from '../../i18n/language';
import { deedName, kindName, nodeName } from '../../i18n/names';
import { catalogue } from '../../kinds/catalogue';
import { kindViews } from '../../kinds/views';
import { PRESETS_BY_THEME } from '../../scenario/presets';
import type { Scenario } from '../../scenario/scenario';
import { DEEDS, performOnAll, targetsAmong } from '../../stores/deeds';
import { type Selected, useSelection } from '../../stores/selection';
import { deedIcon } from '../../ui/deed-icons';
import type { Icon } from '../../ui/icon';
import { PlayIcon } from '../../ui/icons';
import { allCommands, isEnabled } from '../commands';
import { openPreset } from '../presets';
import type { Searchable } from './match';

export interface Entry extends Searchable {
  readonly id: string;
  readonly section: 'selection' | 'components' | 'commands' | 'add' | 'scenarios';
  readonly icon: Icon;
  readonly shortcut?: string;
  readonly run: () => void;
}

type Point = Readonly<Record<'x' | 'y', number>>;

/** What can be done to what is selected. */
function deeds(t: T, scenario: Scenario, selected: Selected): Entry[] {
  const targets = targetsAmong(scenario, selected);
  const [only] = targets;
  const kind = targets.length === 1 ? only[1]?.kind : undefined;
  return DEEDS.filter((deed) => targets.some(([, node]) => deed.fits(node))).map((deed) => ({
    id: `deed ${deed.name}`,
    section: 'selection',
    icon: deedIcon(deed.name),
    text: deedName(t, deed.name, kind),
    also: t(`deed.${deed.name}Help`),
    shortcut: deed.shortcut,
    run: () => performOnAll(deed, targets),
  }));
}

function goTo(id: string): void {
  useSelection.getState().select({ nodes: [id] });
  canvasView.reveal(id);
}

/** Everything that the palette of commands knows just now. @param place where components that are added go */
export function allEntries(t: T, scenario: Scenario, selected: Selected, place: Point | null): readonly Entry[] {
  const components = scenario.nodes.map(
    (node): Entry => ({
      id: `node ${node.id}`,
      section: 'components',
      icon: kindViews[node.kind].icon,
      text: nodeName(t, node),
      also: kindName(t, node.kind),
      run: () => goTo(node.id),
    }),
  );
  const commands = allCommands
    .filter((command) => command.name !== 'palette' && isEnabled(command))
    .map(
      (command): Entry => ({
        id: `command ${command.name}`,
        section: 'commands',
        icon: command.icon,
        text: t(`action.${command.name}`),
        shortcut: command.shortcut,
        run: command.run,
      }),
    );
  const kinds = Object.keys(catalogue).map(
    (kind): Entry => ({
      id: `add ${kind}`,
      section: 'add',
      icon: kindViews[kind].icon,
      text: t('commandPalette.addKind', { kind: kindName(t, kind) }),
      also: t(`kind.${kind}:description`),
      run: () => {
        const id = placeNode(kind, place ?? canvasView.centre(), { exactly: place !== null });
        if (id !== '') canvasView.reveal(id);
      },
    }),
  );
  const scenarios = PRESETS_BY_THEME.flatMap(({ presets }) => presets).map(
    (preset): Entry => ({
      id: `scenario ${preset.id}`,
      section: 'scenarios',
      icon: PlayIcon,
      text: t(`${preset.texts}.title`),
      also: t(`presetLine.${preset.id}`),
      run: () => void openPreset(preset),
    }),
  );
  if (place) return kinds;
  return [...deeds(t, scenario, selected), ...components, ...commands, ...kinds, ...scenarios];
}
