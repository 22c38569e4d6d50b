import { beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => vi.resetModules());

it('lets changes wait, in order, until documents can be changed', async () => {
  const { editing, onceEditable } = await import('./editing');
  const made: string[] = [];
  onceEditable(() => made.push('first'));
  onceEditable(() => made.push('second'));
  expect(made).toEqual([]);
  expect(editing).toThrow();
  await import('./with-editing');
  await Promise.resolve();
  expect(made).toEqual(['first', 'second']);
  expect(editing().connect).toBeTypeOf('function');
  onceEditable(() => made.push('third'));
  expect(made).toEqual(['first', 'second', 'third']);
});
