import { describe, expect, it } from 'vitest';
import * as whole from 'xstate';
import * as lean from './xstate.js';

const files = import.meta.glob(['../../src/network/**/*.ts', '../../src/kinds/*/*.ts', '!**/*.test.ts'], {
  eager: true,
});

/** What the rest of the program looks at. @param {any} node @returns {unknown} */
const read = (node) => ({
  id: node.id,
  key: node.key,
  path: node.path,
  type: node.type,
  history: node.history,
  always: node.always,
  invoke: node.invoke,
  initial: node.type === 'compound' && [node.initial.target.map(idOf), node.initial.actions],
  entry: node.entry.map(readAction),
  exit: node.exit.map(readAction),
  after: node.after.map(readTransition),
  transitions: [...node.transitions].map(([event, list]) => [event, list.map(readTransition)]),
  states: Object.entries(node.states).map(([key, state]) => [key, read(state)]),
});
const idOf = (/** @type {any} */ node) => node.id;
const readAction = (/** @type {any} */ action) =>
  typeof action === 'function' ? [action.type, action.event, action.id, action.delay, action.sendId] : action;
const readTransition = (/** @type {any} */ one) => [
  one.eventType,
  one.source.id,
  one.target?.map(idOf),
  one.guard,
  one.delay,
  one.reenter,
  one.actions.map(readAction),
];

const machines = Object.values(files)
  .flatMap((module) => Object.values(/** @type {object} */ (module)))
  .filter((value) => value instanceof whole.StateMachine);

describe('a machine as the worker reads it', () => {
  it.each(machines.map((machine) => [machine.id, machine]))('is what XState reads: %s', (_, machine) => {
    const { config, implementations } = machine;
    expect(read(lean.setup(implementations).createMachine(config).root)).toEqual(read(machine.root));
  });

  it('finds the machines of the product', () => {
    expect(machines.length).toBeGreaterThan(5);
  });

  it('is refused for what a table cannot run', () => {
    expect(() => lean.setup({}).createMachine({ id: 'm', invoke: {} })).toThrow(/"invoke"/);
  });
});

it('an assignment is carried along', () => {
  const change = { n: 1 };
  const [ours, theirs] = [lean.assign(change), /** @type {any} */ (whole.assign(/** @type {any} */ (change)))];
  expect([ours.type, ours.assignment]).toEqual([theirs.type, theirs.assignment]);
});
