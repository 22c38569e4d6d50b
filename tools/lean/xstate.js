/**
 * Stands in for XState in the worker. Machines are written with `setup` and run from tables (`kernel/statechart`), so
 * that all that is needed of XState is to read a definition: its states, and where each event leads. This reads flat
 * machines as XState does, and refuses what it does not know; XState's interpreter and its actors are left out. Tests
 * read every machine both ways, and run them by the whole of XState and compare.
 */

/** @typedef {Partial<Record<'actions' | 'actors' | 'delays' | 'guards', object>>} Implementations */

/** Says what becomes of the context. @param {unknown} assignment */
export const assign = (assignment) => Object.assign(() => {}, { type: 'xstate.assign', assignment });

/** @template T @param {T | readonly T[] | undefined} value @returns {readonly T[]} */
const listOf = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [/** @type {T} */ (value)]);

const KNOWN = ['after', 'context', 'entry', 'exit', 'id', 'initial', 'on', 'schemas', 'states', 'type'];

/** A state of a machine, or the machine as a whole, by the names that XState gives to the same. */
class StateNode {
  /** @type {readonly unknown[]} */
  invoke = [];
  always = undefined;
  history = false;
  /** @type {Map<string, any[]>} */
  transitions = new Map();
  /** @type {any[]} */
  after = [];
  /** @type {string[]} */
  path = [];

  /** @param {any} config @param {string} key @param {StateNode | undefined} parent @param {Definition} machine */
  constructor(config, key, parent, machine) {
    for (const name of Object.keys(config)) {
      if (!KNOWN.includes(name)) throw new Error(`machine "${machine.id}": the page's build reads no "${name}"`);
    }
    this.config = config;
    this.key = key;
    this.parent = parent;
    this.machine = machine;
    this.path = parent ? [...parent.path, key] : [];
    this.id = config.id ?? [machine.id, ...this.path].join('.');
    this.entry = [...listOf(config.entry)];
    this.exit = [...listOf(config.exit)];
    const states = Object.entries(config.states ?? {});
    this.type = config.type ?? (states.length > 0 ? 'compound' : 'atomic');
    /** @type {Record<string, StateNode>} */
    this.states = Object.fromEntries(states.map(([name, state]) => [name, new StateNode(state, name, this, machine)]));
  }

  get initial() {
    const { initial } = this.config;
    const target = initial === undefined ? [] : [this.states[initial]];
    return { source: this, target, actions: [], eventType: null, reenter: false };
  }

  /** To be called when all states are there: transitions name them. */
  connect() {
    for (const [event, configs] of Object.entries(this.config.on ?? {})) {
      this.transitions.set(
        event,
        listOf(configs).map((config) => this.transition(event, config)),
      );
    }
    for (const [name, configs] of Object.entries(this.config.after ?? {})) {
      const delay = Number.isNaN(Number(name)) ? name : Number(name);
      const id = `xstate.after.${delay}.${this.id}`;
      this.entry.push(Object.assign(() => {}, { type: 'xstate.raise', event: { type: id }, id, delay }));
      this.exit.push(Object.assign(() => {}, { type: 'xstate.cancel', sendId: id }));
      const delayed = listOf(configs).map((config) => ({ ...this.transition(id, config), delay }));
      this.after.push(...delayed);
      this.transitions.set(id, [...(this.transitions.get(id) ?? []), ...delayed]);
    }
    for (const state of Object.values(this.states)) state.connect();
  }

  /** @param {string} eventType @param {any} config */
  transition(eventType, config) {
    const { target, actions, reenter = false, ...rest } = typeof config === 'string' ? { target: config } : config;
    const names = target === undefined ? undefined : listOf(target);
    return {
      ...rest,
      eventType,
      source: this,
      reenter,
      actions: listOf(actions),
      target: names?.map((name) => this.sibling(name)),
    };
  }

  /** @param {string} name */
  sibling(name) {
    const found = (this.parent ?? this).states[name];
    if (!found) throw new Error(`machine "${this.machine.id}": the page's build finds no state "${name}"`);
    return found;
  }
}

/** A machine's definition: its nodes, and what the names in it stand for. */
class Definition {
  /** @param {any} config @param {Implementations} implementations */
  constructor(config, { actions = {}, actors = {}, delays = {}, guards = {} }) {
    this.config = config;
    this.id = config.id ?? '(machine)';
    this.implementations = { actions, actors, delays, guards };
    this.root = new StateNode(config, this.id, undefined, this);
    this.root.connect();
  }
}

/** @param {Implementations} implementations */
export const setup = (implementations) => ({
  /** @param {any} config */
  createMachine: (config) => new Definition(config, implementations),
});
