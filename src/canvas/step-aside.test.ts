import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { EMPTY_SCENARIO } from '../scenario/arrange';
import { addNode } from '../scenario/edit';
import { useDocument } from '../stores/document';
import { createStepAside } from './step-aside';

const AREA = { width: 400, height: 600 } as DOMRect;
const HALF = () => ({ right: 0, bottom: 300 });

function canvas() {
  let view = { x: 0, y: 0, zoom: 1 };
  const moveTo = (next: typeof view) => {
    view = next;
  };
  return { aside: createStepAside({ area: () => AREA, viewport: () => view, moveTo }), view: () => view, moveTo };
}

describe('stepping aside', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    const high = addNode(EMPTY_SCENARIO, catalogue, 'service', { x: 100, y: 40 })!;
    const low = addNode(high.scenario, catalogue, 'service', { x: 100, y: 400 })!;
    useDocument.getState().load(low.scenario);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('moves what is covered into what is free, and goes back', () => {
    const { aside, view } = canvas();
    const goBack = aside.uncover('service-2', HALF);
    expect(view().y).toBeLessThan(-100);
    goBack();
    vi.runAllTimers();
    expect(view()).toEqual({ x: 0, y: 0, zoom: 1 });
  });

  it('leaves the view alone where nothing is covered', () => {
    const { aside, view } = canvas();
    aside.uncover('service', HALF);
    expect(view()).toEqual({ x: 0, y: 0, zoom: 1 });
  });

  it('from one component to the next, goes back to where it was before the first', () => {
    const { aside, view } = canvas();
    aside.uncover('service-2', HALF)();
    const goBack = aside.uncover('service', HALF);
    vi.runAllTimers();
    expect(view()).toEqual({ x: 0, y: 0, zoom: 1 });
    goBack();
    vi.runAllTimers();
    expect(view()).toEqual({ x: 0, y: 0, zoom: 1 });
  });

  it('stays where the visitor has moved the view', () => {
    const { aside, view, moveTo } = canvas();
    const goBack = aside.uncover('service-2', HALF);
    moveTo({ x: 30, y: -10, zoom: 2 });
    goBack();
    vi.runAllTimers();
    expect(view()).toEqual({ x: 30, y: -10, zoom: 2 });
  });
});
