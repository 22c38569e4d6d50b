/**
 * Stands in for d3-selection in the page. React Flow, d3-drag and d3-zoom select one element (or the window) and ask
 * this much of it; what they do not use, which is to look elements up, to make and to sort them, is nine tenths of the
 * whole. What is here answers as the whole does.
 */

/** @typedef {(this: any, event: any, datum: unknown) => unknown} Listener */
/** @typedef {{ type: string, name: string, value: Listener, listener: (event: Event) => void, options?: any }} Heard */

/** `mousemove.drag mouseup.drag`: types, each with the name of who listens. @param {string} typenames */
const parse = (typenames) =>
  typenames
    .trim()
    .split(/\s+/)
    .map((one) => {
      const dot = one.indexOf('.');
      return dot < 0 ? { type: one, name: '' } : { type: one.slice(0, dot), name: one.slice(dot + 1) };
    });

/** At most one node, with what is bound to it under `__data__` and who listens to it under `__on`. */
class Selection {
  /** @param {any} node */
  constructor(node) {
    /** @type {any[]} */
    this.group = node ? [node] : [];
  }

  selection() {
    return this;
  }

  node() {
    return this.group[0] ?? null;
  }

  datum() {
    return this.node().__data__;
  }

  /** @param {(this: any, datum: unknown, index: number, group: any[]) => unknown} act */
  each(act) {
    for (const node of this.group) act.call(node, node.__data__, 0, this.group);
    return this;
  }

  /** @param {(selection: Selection, ...rest: any[]) => void} act @param {any[]} rest */
  call(act, ...rest) {
    act(this, ...rest);
    return this;
  }

  /** @param {(this: any, datum: unknown, index: number, group: any[]) => unknown} matches */
  filter(matches) {
    return new Selection(this.group.find((node) => matches.call(node, node.__data__, 0, this.group)));
  }

  /** @param {string} name @param {any} [value] itself, or what gives it */
  property(name, value) {
    if (value === undefined) return this.node()[name];
    return this.each(function (datum, index, group) {
      this[name] = typeof value === 'function' ? value.call(this, datum, index, group) : value;
    });
  }

  /** @param {string} name @param {string} value */
  style(name, value) {
    return this.each(function () {
      this.style.setProperty(name, value, '');
    });
  }

  /**
   * Who listens; with `value`, lets another listen instead, and with null nobody.
   * @param {string} typenames @param {Listener | null} [value] @param {any} [options]
   */
  on(typenames, value, options) {
    const names = parse(typenames);
    if (value === undefined) {
      /** @type {Heard[]} */
      const heard = this.node().__on ?? [];
      return heard.find((one) => names.some(({ type, name }) => type === one.type && name === one.name))?.value;
    }
    for (const { type, name } of names) {
      this.each(function () {
        const isMeant = (/** @type {Heard} */ one) => (type === '' || one.type === type) && one.name === name;
        /** @type {Heard[]} */
        const heard = this.__on ?? [];
        for (const one of heard.filter(isMeant)) this.removeEventListener(one.type, one.listener, one.options);
        this.__on = heard.filter((one) => !isMeant(one));
        if (value === null) return;
        const listener = (/** @type {Event} */ event) => void value.call(this, event, this.__data__);
        this.addEventListener(type, listener, options);
        this.__on.push({ type, name, value, listener, options });
      });
    }
    return this;
  }
}

/** Only for its prototype, which d3-transition adds to. */
export const selection = Selection;

/** @param {any} node */
export const select = (node) => new Selection(node);

/**
 * Where an event was, as a node counts: from its own corner.
 * @param {any} event @param {any} [node] the one that listens, where none is named
 * @returns {[number, number]}
 */
export function pointer(event, node) {
  let source = event;
  while (source.sourceEvent) source = source.sourceEvent;
  const within = node === undefined ? source.currentTarget : node;
  if (!within?.getBoundingClientRect) return [source.pageX, source.pageY];
  const corner = within.getBoundingClientRect();
  return [source.clientX - corner.left - within.clientLeft, source.clientY - corner.top - within.clientTop];
}
