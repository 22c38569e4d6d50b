import type { AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import { StatechartRefused } from './statechart';

const MAX_CONFIGURATIONS = 1_000;

export const childrenOf = (node: AnyStateNode): AnyStateNode[] =>
  (Object.values(node.states) as AnyStateNode[]).filter((child) => child.type !== 'history');

const qualify = (key: string, inner: string): string => {
  if (inner === '') return key;
  return inner.includes(' & ') ? `${key}.(${inner})` : `${key}.${inner}`;
};

/**
 * The names of all states that a machine can rest in, in document order: `open`, nested `up.busy`, and for parallel
 * regions every combination, `disk.full & net.ok`. A flat machine's are the keys of its states.
 */
export function configurationsOf(machine: AnyStateMachine): string[] {
  const namesOf = (node: AnyStateNode): string[] => {
    const children = childrenOf(node);
    if (children.length === 0) return [''];
    const named = children.map((child) => namesOf(child).map((inner) => qualify(child.key, inner)));
    if (node.type !== 'parallel') return named.flat();
    return named.reduce((rows, region) => {
      if (rows.length * region.length > MAX_CONFIGURATIONS) {
        throw new StatechartRefused(machine.id, node.path.join('.'), `more than ${MAX_CONFIGURATIONS} combinations`);
      }
      return rows.flatMap((row) => region.map((name) => `${row} & ${name}`));
    });
  };
  return namesOf(machine.root);
}

/** The name of the state that `value` stands for, as {@link configurationsOf} has it. */
export function configurationName(node: AnyStateNode, value: StateValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return qualify(value, '');
  return childrenOf(node)
    .filter((child) => child.key in value)
    .map((child) => qualify(child.key, configurationName(child, value[child.key])))
    .join(' & ');
}
