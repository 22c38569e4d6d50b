import { create } from 'zustand';
import { catalogue } from '../kinds/catalogue';
import type { Contract } from '../network/contracts/contract';
import * as arrange from '../scenario/arrange';
import type { Connected, Edited, Fragment } from '../scenario/edit';
import type { Intervention, Scenario, View } from '../scenario/scenario';
import { editing } from './editing';
import { firstDifference } from './first-difference';
import { back, emptyHistory, forward, type History, mapHistory, remember } from './history';
import { type Selected, useSelection } from './selection';

type Issues = Edited['issues'];
type Position = arrange.Move['position'];

/** The scenario on the stage and everything that a visitor does to it; each edit can be undone unless it says otherwise. */
interface DocumentState {
  readonly scenario: Scenario;
  /** Changes when something that affects a run changed: never for names, places, the view, or a recorded intervention. */
  readonly runRevision: number;
  /** Counts the scenarios loaded: tells a new document from an edited one. */
  readonly loadRevision: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;

  /** Adds a node and selects it. Gives its id; '' when the scenario is full or the kind unknown. */
  addNode(kind: string, position: Position): string;
  /** `transient`: in the midst of a drag; the drag as a whole is one step, ended by the first move that is not. */
  moveNodes(moves: readonly arrange.Move[], options?: { readonly transient?: boolean }): void;
  /** Copies nodes and the links among them, and selects the copies. Gives their ids. */
  duplicate(nodeIds: readonly string[]): string[];
  /** Puts in copies of a fragment, and selects them. Gives their ids; none when the scenario is full. */
  paste(fragment: Fragment): string[];
  connect(from: string, to: string): Connected;
  remove(what: Partial<Selected>): void;
  renameNode(id: string, label: string): void;
  /** Gives what is wrong with the parameters, which then stay as they were; nothing when they were taken over. */
  setNodeParams(id: string, params: unknown): Issues;
  /** Like `setNodeParams`. */
  setLinkParams(id: string, params: unknown): Issues;
  setLinkProtocol(id: string, protocol: string): void;
  /** Like `setNodeParams`. */
  setContracts(contracts: readonly Contract[]): Issues;
  setTitle(title: string): void;
  setDescription(description: string): void;
  setSeed(seed: number): void;
  setDurationMs(durationMs: number | null): void;
  /** Not a step: undo leaves the view alone. */
  setView(view: Partial<View>): void;
  /** Not a step and not a new run: the world that is running has had it already. */
  recordIntervention(intervention: Intervention): void;
  /** Another script of what happens when. */
  setInterventions(interventions: readonly Intervention[]): void;
  setZones(zones: Scenario['zones']): void;
  clearInterventions(): void;
  /** Puts another (checked) scenario on the stage, with no history. */
  load(scenario: Scenario): void;
  undo(): void;
  redo(): void;
}

interface Moment {
  readonly scenario: Scenario;
  readonly selected: Selected;
}

/** Edits of the same thing in a row are one step while no pause between them is longer than this. */
const SAME_STEP_MS = 1_000;

/** Edits with this key go on being one step, however slowly, until one without it comes. */
const DRAG = 'drag';

const selectedNow = (): Selected => {
  const { nodes, links } = useSelection.getState();
  return { nodes, links };
};

/** Selects what of a former selection exists. */
function selectIn(scenario: Scenario, selected: Selected): void {
  const nodes = new Set(scenario.nodes.map((node) => node.id));
  const links = new Set(scenario.links.map((link) => link.id));
  useSelection.getState().select({
    nodes: selected.nodes.filter((id) => nodes.has(id)),
    links: selected.links.filter((id) => links.has(id)),
  });
}

export const useDocument = create<DocumentState>()((set, get) => {
  let history: History<Moment> = emptyHistory;
  let lastKey: string | null = null;
  let lastEditMs = 0;

  const show = (scenario: Scenario) =>
    set((before) => ({
      scenario,
      runRevision: arrange.runsAlike(before.scenario, scenario) ? before.runRevision : before.runRevision + 1,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
    }));

  /** Takes an edit over as a step of its own or, with the key of the step before, as part of that. */
  const commit = (scenario: Scenario, key: string | null = null) => {
    const before = get().scenario;
    if (scenario === before) return;
    const now = Date.now();
    const sameStep = key !== null && key === lastKey && (key === DRAG || now - lastEditMs <= SAME_STEP_MS);
    if (!sameStep || history.past.length === 0) {
      history = remember(history, { scenario: before, selected: selectedNow() });
    }
    lastKey = key;
    lastEditMs = now;
    show(scenario);
  };

  const travel = (step: typeof back<Moment>) => {
    const { scenario } = get();
    const there = step(history, { scenario, selected: selectedNow() });
    if (!there) return;
    history = there.history;
    lastKey = null;
    show({ ...there.state.scenario, view: scenario.view });
    selectIn(get().scenario, there.state.selected);
  };

  return {
    scenario: arrange.EMPTY_SCENARIO,
    runRevision: 0,
    loadRevision: 0,
    canUndo: false,
    canRedo: false,

    addNode: (kind, position) => {
      const added = editing().addNode(get().scenario, catalogue, kind, position);
      if (!added) return '';
      commit(added.scenario);
      useSelection.getState().select({ nodes: [added.id] });
      return added.id;
    },
    moveNodes: (moves, { transient = false } = {}) => {
      const ids = moves.map((move) => move.id).join(' ');
      commit(arrange.moveNodes(get().scenario, moves), transient || lastKey === DRAG ? DRAG : `move ${ids}`);
      if (!transient && lastKey === DRAG) lastKey = null;
    },
    duplicate: (nodeIds) => {
      const { scenario, ids } = editing().duplicate(get().scenario, catalogue, nodeIds);
      commit(scenario);
      if (ids.length > 0) useSelection.getState().select({ nodes: ids });
      return ids;
    },
    paste: (fragment) => {
      const { scenario, ids } = editing().paste(get().scenario, catalogue, fragment);
      commit(scenario);
      if (ids.length > 0) useSelection.getState().select({ nodes: ids });
      return ids;
    },
    connect: (from, to) => {
      const { scenario, result } = editing().connect(get().scenario, catalogue, from, to);
      commit(scenario);
      return result;
    },
    remove: (what) => {
      commit(editing().remove(get().scenario, catalogue, what));
      selectIn(get().scenario, selectedNow());
    },
    renameNode: (id, label) => commit(arrange.renameNode(get().scenario, id, label), `name ${id}`),
    setNodeParams: (id, params) => {
      const { scenario, issues } = editing().setNodeParams(get().scenario, catalogue, id, params);
      const where = firstDifference(get().scenario.nodes.find((node) => node.id === id)?.params, params);
      commit(scenario, `node ${id} ${where}`);
      return issues;
    },
    setLinkParams: (id, params) => {
      const { scenario, issues } = editing().setLinkParams(get().scenario, catalogue, id, params);
      const where = firstDifference(get().scenario.links.find((link) => link.id === id)?.params, params);
      commit(scenario, `link ${id} ${where}`);
      return issues;
    },
    setLinkProtocol: (id, protocol) => commit(editing().setLinkProtocol(get().scenario, catalogue, id, protocol)),
    setContracts: (contracts) => {
      const { scenario, issues } = editing().setContracts(get().scenario, contracts);
      commit(scenario, 'contracts');
      return issues;
    },
    setTitle: (title) => commit(editing().setTitle(get().scenario, title), 'title'),
    setDescription: (description) => commit(editing().setDescription(get().scenario, description), 'description'),
    setSeed: (seed) => commit(editing().setSeed(get().scenario, seed), 'seed'),
    setDurationMs: (durationMs) => commit(editing().setDurationMs(get().scenario, durationMs), 'duration'),
    setView: (view) => {
      const scenario = arrange.setView(get().scenario, view);
      if (scenario !== get().scenario) set({ scenario });
    },
    recordIntervention: (intervention) => {
      history = mapHistory(history, (moment) => ({
        ...moment,
        scenario: arrange.recordIntervention(moment.scenario, intervention),
      }));
      set({ scenario: arrange.recordIntervention(get().scenario, intervention) });
    },
    setInterventions: (interventions) => commit(editing().setInterventions(get().scenario, interventions)),
    setZones: (zones) => commit(editing().setZones(get().scenario, zones)),
    clearInterventions: () => commit(editing().clearInterventions(get().scenario)),
    load: (scenario) => {
      history = emptyHistory;
      lastKey = null;
      useSelection.getState().clear();
      set((before) => ({
        scenario,
        runRevision: before.runRevision + 1,
        loadRevision: before.loadRevision + 1,
        canUndo: false,
        canRedo: false,
      }));
    },
    undo: () => travel(back),
    redo: () => travel(forward),
  };
});
