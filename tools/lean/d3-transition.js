/**
 * Stands in for d3-transition in the page. React Flow and d3-zoom ask of it only to move the view of one element over
 * time; this is that part, a sixth of the whole, with the events in the same order and with the same arguments.
 */
// biome-ignore lint/correctness/noUndeclaredDependencies: React Flow brings it; another copy of it would not do.
import { selection } from 'd3-selection';

/** @typedef {import('d3-selection').Selection<Element, unknown, null, undefined>} Target */
/** @typedef {(this: Element, datum: unknown, index: number, group: Element[]) => unknown} Listener */

const DEFAULT_MS = 250;

/** @type {WeakMap<Element, Set<Transition>>} those that wait or run, the oldest first */
const transitions = new WeakMap();

/** What happens to one element over time. It begins with the next frame, and ends what began before it. */
class Transition {
  /** @type {Map<string, Listener>} by type and name: `end`, `end.zoom` */
  #listeners = new Map();
  /** @type {Listener[]} each gives what is to be called with the share of the time that has passed */
  #tweens = [];
  #durationMs = DEFAULT_MS;
  /** @type {(share: number) => number} */
  #ease = (share) => share;
  #begunAt = performance.now();
  #running = false;
  #frame = requestAnimationFrame(() => this.#start());

  /** @param {Target} target @param {Element} node */
  constructor(target, node) {
    this.target = target;
    this.node = node;
    const all = transitions.get(node) ?? new Set();
    transitions.set(node, all.add(this));
  }

  selection() {
    return this.target;
  }

  /** @param {number} ms */
  duration(ms) {
    this.#durationMs = ms;
    return this;
  }

  /** @param {(share: number) => number} ease */
  ease(ease) {
    this.#ease = ease;
    return this;
  }

  /** @param {string} types with names, separated by blanks: `interrupt.zoom end.zoom` @param {Listener} listener */
  on(types, listener) {
    for (const type of types.split(' ')) this.#listeners.set(type, listener);
    return this;
  }

  /** @param {string} _name @param {Listener} tween */
  tween(_name, tween) {
    this.#tweens.push(tween);
    return this;
  }

  /** @param {(transition: Transition, ...rest: any[]) => void} act @param {any[]} rest */
  call(act, ...rest) {
    act(this, ...rest);
    return this;
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    transitions.get(this.node)?.delete(this);
    if (this.#running) this.#tell('interrupt');
    this.#running = false;
  }

  #start() {
    for (const other of transitions.get(this.node) ?? []) {
      if (other === this) break;
      other.stop();
    }
    this.#running = true;
    this.#tell('start');
    if (!this.#running) return;
    const steps = this.#tweens.map((tween) => /** @type {(share: number) => void} */ (this.#ask(tween)));
    const step = () => {
      const share = (performance.now() - this.#begunAt) / this.#durationMs;
      const eased = share < 1 ? this.#ease(share) : 1;
      // The next frame is asked for first: a step may stop the whole.
      if (share < 1) this.#frame = requestAnimationFrame(step);
      for (const go of steps) go.call(this.node, eased);
      if (share >= 1 && this.#running) this.#end();
    };
    step();
  }

  #end() {
    this.#running = false;
    transitions.get(this.node)?.delete(this);
    this.#tell('end');
  }

  /** @param {string} type */
  #tell(type) {
    for (const [name, listener] of this.#listeners) if (name.split('.')[0] === type) this.#ask(listener);
  }

  /** @param {Listener} listener */
  #ask(listener) {
    return listener.call(this.node, /** @type {any} */ (this.node).__data__, 0, [this.node]);
  }
}

/** Ends what an element is in the middle of, and what it has before it. @param {Element} node */
export function interrupt(node) {
  for (const transition of [...(transitions.get(node) ?? [])]) transition.stop();
}

Object.assign(selection.prototype, {
  /** @this {Target} */
  interrupt() {
    return this.each(function () {
      interrupt(this);
    });
  },
  /** @this {Target} */
  transition() {
    const node = this.node();
    return node ? new Transition(this, node) : this;
  },
});
