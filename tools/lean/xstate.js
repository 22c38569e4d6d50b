/**
 * Stands in for XState in the worker. Machines are written with `setup`, read by XState's own code, and run from tables
 * (`kernel/statechart`); this leaves out XState's interpreter and its actors, which nothing there asks for and which
 * would be three quarters of it. Tests run the same machines by the whole of XState and compare.
 */
import { StateNode } from 'xstate';

export { cancel, emit, enqueueActions, raise } from 'xstate';

/** Says what becomes of the context. XState's own would bring all that it takes to start an actor meanwhile. */
export function assign(/** @type {unknown} */ assignment) {
  return Object.assign(() => {}, { type: 'xstate.assign', assignment });
}

/** @typedef {Partial<Record<'actions' | 'actors' | 'delays' | 'guards', object>>} Implementations */

/** A machine's definition: its nodes, and what the names in it stand for. */
class Definition {
  /** By id; filled by the nodes themselves. */
  idMap = new Map();

  /** @param {any} config @param {Implementations} implementations */
  constructor(config, { actions = {}, actors = {}, delays = {}, guards = {} }) {
    this.config = config;
    this.id = config.id ?? '(machine)';
    this.implementations = { actions, actors, delays, guards };
    /** @type {any} */
    const options = { _key: this.id, _machine: this };
    /** @type {any} */
    const root = new StateNode(config, options);
    root._initialize();
    this.root = root;
  }

  /** @param {string} id as a target names it: `#id` */
  getStateNodeById(id) {
    return this.idMap.get(id.replace(/^#/, ''));
  }
}

/** @param {Implementations} implementations */
export const setup = (implementations) => ({
  /** @param {any} config */
  createMachine: (config) => new Definition(config, implementations),
});
