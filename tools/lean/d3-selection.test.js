// biome-ignore lint/correctness/noUndeclaredDependencies: React Flow brings it.
import * as whole from 'd3-selection';
import { expect, it } from 'vitest';
import * as lean from './d3-selection.js';

/** What happens to a node when its events are listened to in every way that is used. @param {any} select */
function play(select) {
  const node = /** @type {any} */ (new EventTarget());
  node.__data__ = 'datum';
  /** @type {unknown[]} */
  const log = [];
  const say = (/** @type {string} */ word) =>
    function (/** @type {Event} */ event, /** @type {unknown} */ datum) {
      // @ts-expect-error the node that listens
      log.push([word, event.type, datum, this === node]);
    };
  const fire = (/** @type {string} */ type) => node.dispatchEvent(new Event(type));
  const one = select(node);
  const first = say('first');
  one.on('a.drag b.drag', first).on('a.zoom', say('zoom')).on('a', say('plain'));
  fire('a');
  fire('b');
  log.push(one.on('b.drag') === first, one.on('c.drag'));
  one.on('a.drag', say('second'), { passive: true });
  fire('a');
  one.on('.drag', null);
  fire('a');
  fire('b');
  one.on('a', null).on('a.zoom', null);
  fire('a');
  one.property('__zoom', (/** @type {unknown} */ datum) => ({ datum }));
  log.push(one.property('__zoom'), one.node() === node, one.datum(), one.selection() === one);
  one.call((/** @type {unknown} */ it, /** @type {unknown} */ rest) => log.push([it === one, rest]), 'rest');
  one
    .filter(() => false)
    .each(() => log.push('never'))
    .on('a', say('never'));
  one.filter(() => true).each((/** @type {unknown} */ datum, /** @type {number} */ index) => log.push([datum, index]));
  fire('a');
  return log;
}

it('the lean selection does what the whole does', () => {
  expect(play(lean.select)).toEqual(play(whole.select));
});

it('a pointer is where the whole says it is', () => {
  const node = { getBoundingClientRect: () => ({ left: 10, top: 20 }), clientLeft: 1, clientTop: 2 };
  const event = { clientX: 50, clientY: 60, pageX: 70, pageY: 80, currentTarget: node };
  for (const [at, by] of [[event], [event, node], [{ sourceEvent: event }, node], [event, null]]) {
    expect(lean.pointer(at, by)).toEqual(whole.pointer(/** @type {any} */ (at), by));
  }
});
