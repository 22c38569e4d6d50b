import { catalogue } from '../../kinds/catalogue';
import '../../kinds/every-definition';
import { checkScenario } from '../../scenario/check-scenario';
import { plainCopy } from '../../scenario/plain-copy';
import type { Scenario } from '../../scenario/scenario';
import { describeValue } from '../../schema/issue';
import { Refusal } from './refusal';
import { findSyntaxFault } from './syntax-fault';

/** Names listed in an error; more would not be read. */
const NAMES_LISTED = 20;

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/**
 * Changes values of a checked scenario by assignments `path=value` and checks it again. A path is dotted from the
 * document's root; an item of a list goes by its `id` where it has one, else by its place, from 0. The value is JSON
 * or a bare text. Every default stands in a checked scenario, so a name that is not there is a mistake; only below a
 * `null` ("none") may new ones be given: `links.l1.params.retry.maxAttempts=3`. Throws {@link Refusal}.
 */
export function assign(scenario: Scenario, assignments: readonly string[]): Scenario {
  if (assignments.length === 0) return scenario;
  const document = copyOf(scenario);
  for (const assignment of assignments) {
    const { container, key, path, text } = locate(document, assignment, '--set');
    Reflect.set(container, key, parseValue(`--set ${path}`, text, Reflect.get(container, key)));
  }
  const checked = checkScenario(document, catalogue);
  if (checked.ok) return checked.value;
  throw Refusal.of(checked.issues.map((issue) => ({ ...issue, path: withIds(issue.path, scenario) })));
}

/** An assignment of one or several values, taken apart. */
export interface Assignment {
  readonly path: string;
  /** What stands behind the "=". */
  readonly text: string;
  /** Understands a text as the value that would be assigned. Throws {@link Refusal}. */
  readonly valueOf: (text: string) => unknown;
}

/** Finds out where in `path=value` the path ends, which only the scenario tells. `option` is named in refusals. */
export function readAssignment(scenario: Scenario, assignment: string, option: string): Assignment {
  const { container, key, path, text } = locate(copyOf(scenario), assignment, option);
  const current = Reflect.get(container, key) as unknown;
  return { path, text, valueOf: (value) => parseValue(`${option} ${path}`, value, current) };
}

function copyOf(scenario: Scenario): Container {
  const copied = plainCopy(scenario);
  if (!copied.ok) throw Refusal.of(copied.issues);
  return copied.value as Record<string, unknown>;
}

/** Where an assignment leads, and what is assigned there. */
interface Place extends Pick<Assignment, 'path' | 'text'> {
  readonly container: Container;
  readonly key: string;
}

function locate(document: Container, assignment: string, option: string): Place {
  if (ends(assignment, 0)) throw Refusal.at(option, 'path=value', describeValue(assignment));
  let container = document;
  let start = 0;
  for (;;) {
    const { key, end } = nextKey(container, assignment, start, option);
    const path = assignment.slice(0, end);
    if (assignment[end] === '=') return { container, key, path, text: assignment.slice(end + 1) };
    if (end === assignment.length) throw Refusal.at(`${option} ${assignment}`, 'path=value', 'no "="');
    container = enter(container, key, `${option} ${path}`);
    start = assignment[end] === '.' ? end + 1 : end;
  }
}

/** What a name leads to. Below "none" something begins. */
function enter(container: Container, key: string, path: string): Container {
  const inner = Reflect.get(container, key) as unknown;
  if (isContainer(inner)) return inner;
  if (inner !== null) throw Refusal.at(path, 'the end of the path', 'more names after it');
  // Without a prototype, so that no name means anything special here.
  const begun: Record<string, unknown> = Object.create(null);
  Reflect.set(container, key, begun);
  return begun;
}

interface NextKey {
  /** As the container knows it. */
  readonly key: string;
  /** Where its name ends in the assignment. */
  readonly end: number;
}

const ends = (assignment: string, position: number) =>
  position === assignment.length || '.=['.includes(assignment[position]);

/** The next name of a path. The longest known one counts: an id may have dots and equals signs in it. */
function nextKey(container: Container, assignment: string, start: number, option: string): NextKey {
  const known = [...namesIn(container)].sort(([a], [b]) => b.length - a.length);
  for (const [name, key] of known) {
    const end = start + name.length;
    if (assignment.startsWith(name, start) && ends(assignment, end)) return { key, end };
  }
  const [name] = /^\[?[^.=[]*/.exec(assignment.slice(start)) ?? [''];
  const end = start + name.length;
  if (known.length === 0 && !Array.isArray(container) && name !== '') return { key: name, end };
  throw Refusal.at(`${option} ${assignment.slice(0, end)}`, expectedNames(container), describeValue(name));
}

/** The names by which what is in a container can be reached, and its own keys for them. */
function namesIn(container: Container): Map<string, string> {
  if (!Array.isArray(container)) return new Map(Object.keys(container).map((key) => [key, key]));
  const names = new Map<string, string>();
  container.forEach((_, index) => {
    names.set(`${index}`, `${index}`);
    names.set(`[${index}]`, `${index}`);
  });
  container.forEach((item: unknown, index) => {
    const id = isContainer(item) ? (Reflect.get(item, 'id') as unknown) : undefined;
    if (typeof id === 'string') names.set(id, `${index}`);
  });
  return names;
}

function expectedNames(container: Container): string {
  const names = Array.isArray(container)
    ? container.map((item: unknown, index) =>
        isContainer(item) ? String(Reflect.get(item, 'id') ?? index) : `${index}`,
      )
    : Object.keys(container);
  if (names.length === 0) return 'something that is there (the list is empty)';
  return `one of ${names.slice(0, NAMES_LISTED).join(', ')}${names.length > NAMES_LISTED ? ', …' : ''}`;
}

/** A value as JSON; what is no JSON, and what replaces a text, is a text. Quotes around a text are optional. */
function parseValue(path: string, text: string, current: unknown): unknown {
  if (typeof current === 'string' && !text.startsWith('"')) return text;
  const fault = findSyntaxFault(text);
  if (fault === null) return JSON.parse(text);
  if (!/^\s*[[{"]/.test(text)) return text;
  throw Refusal.at(`${path}, column ${fault.column} of the value`, fault.expected, fault.found);
}

/** A path as it is written after `--set`: nodes and links by their ids. */
const withIds = (path: string, { nodes, links }: Scenario): string =>
  path.replace(/^(nodes|links)\[(\d+)\]/, (whole, list: 'nodes' | 'links', index: string) => {
    const item = (list === 'nodes' ? nodes : links)[Number(index)];
    return item ? `${list}.${item.id}` : whole;
  });
