import type { Edge, Node } from '@xyflow/react';
import { Position } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import { type T, useT } from '../i18n/language';
import type { Scenario, ScenarioLink, ScenarioNode } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { boxOf } from './layout';
import { type Box, type Curve, linkCurve } from './link-curve';
import { lineBoxes, placeLabel } from './link-label';
import { nodeName } from './node-name';
import { scenarioIndex } from './scenario-index';

export type FlowNode = Node<{ readonly node: ScenarioNode }, 'component'>;
export type FlowLink = Edge<
  {
    readonly link: ScenarioLink;
    readonly curve: Curve;
    readonly label: Box;
  },
  'link'
>;

/** With more nodes or links than this, labels do not look for a place clear of them: it would cost too much in a drag. */
const CLEAR_LABELS_UP_TO = 200;
/** With more links than this, they do not look for a place clear of all lines either. */
const CLEAR_OF_LINES_UP_TO = 60;

/** Sizes and ports are given, so that React Flow need not measure and can leave out what is not in view. */
function flowNode(node: ScenarioNode, selected: boolean, t: T): FlowNode {
  const { width, height } = boxOf(node);
  const port = { y: height / 2, width: 0, height: 0 };
  return {
    id: node.id,
    type: 'component',
    position: node.position,
    width,
    height,
    measured: { width, height },
    handles: [
      { ...port, type: 'target', position: Position.Left, x: 0 },
      { ...port, type: 'source', position: Position.Right, x: width },
    ],
    selected,
    data: { node },
    domAttributes: { 'aria-roledescription': t('canvas.aria.component') },
    // The card writes the name itself, because it tells the mode too.
    ariaLabel: nodeName(node),
  };
}

type LinkData = NonNullable<FlowLink['data']>;

function flowLink(data: LinkData, from: ScenarioNode, to: ScenarioNode, selected: boolean, t: T): FlowLink {
  const { link } = data;
  return {
    id: link.id,
    type: 'link',
    source: link.from,
    target: link.to,
    selected,
    interactionWidth: 24,
    data,
    domAttributes: { 'aria-roledescription': t('canvas.aria.link') },
    ariaLabel: t('canvas.aria.linkName', {
      from: nodeName(from),
      to: nodeName(to),
      protocol: t(`protocol.${link.protocol}`),
    }),
  };
}

/** Remembers what was made from what, so that what did not change stays the same object and is not rendered anew. */
class Made<V> {
  #made = new Map<string, { readonly parts: readonly unknown[]; readonly value: V }>();

  /** The values of this round in order; what is not asked for any more is forgotten. */
  round<I extends { readonly id: string }>(items: readonly I[], make: (item: I) => [parts: unknown[], make: () => V]) {
    const next = new Map<string, { readonly parts: readonly unknown[]; readonly value: V }>();
    const values = items.map((item) => {
      const [parts, build] = make(item);
      const known = this.#made.get(item.id);
      const same = known?.parts.every((part, index) => Object.is(part, parts[index]));
      const entry = known && same ? known : { parts, value: build() };
      next.set(item.id, entry);
      return entry.value;
    });
    this.#made = next;
    return values;
  }
}

interface FlowGraph {
  readonly nodes: FlowNode[];
  readonly links: FlowLink[];
}

/** All lines, as boxes. */
const linesOf = (links: Scenario['links'], nodes: ReadonlyMap<string, ScenarioNode>): Box[] =>
  links.flatMap((link) => {
    const from = nodes.get(link.from);
    const to = nodes.get(link.to);
    return from && to ? lineBoxes(linkCurve(boxOf(from), boxOf(to))) : [];
  });

function makeGraph() {
  const madeNodes = new Made<FlowNode>();
  const madeLinks = new Made<FlowLink>();
  return {
    nodes: (nodes: Scenario['nodes'], selected: ReadonlySet<string>, t: T) =>
      madeNodes.round(nodes, (node) => {
        const isSelected = selected.has(node.id);
        return [[node, isSelected, t], () => flowNode(node, isSelected, t)];
      }),
    links: (scenario: Scenario, selected: ReadonlySet<string>, t: T) => {
      const { nodes } = scenarioIndex(scenario);
      const isSmall = scenario.nodes.length <= CLEAR_LABELS_UP_TO && scenario.links.length <= CLEAR_LABELS_UP_TO;
      const links = scenario.links.filter((link) => nodes.has(link.from) && nodes.has(link.to));
      const cards = isSmall ? scenario.nodes.map(boxOf) : [];
      const lines = isSmall && links.length <= CLEAR_OF_LINES_UP_TO ? linesOf(links, nodes) : [];
      // What a label keeps clear of: the cards, the labels that have their place already, and the lines. Where there is
      // no room for that, it rather lies on a line, and sooner on a label than behind a card, where nobody can read it.
      const cardsAndLabels = [...cards];
      const all = [...cards, ...lines];
      return madeLinks.round(links, (link) => {
        const from = nodes.get(link.from) as ScenarioNode;
        const to = nodes.get(link.to) as ScenarioNode;
        const isSelected = selected.has(link.id);
        const curve = linkCurve(boxOf(from), boxOf(to));
        const label = placeLabel(curve, [all, cardsAndLabels, cards]);
        if (isSmall) {
          all.push(label);
          cardsAndLabels.push(label);
        }
        const data = { link, curve, label };
        const { x, y, width, height } = label;
        return [[link, from, to, x, y, width, height, isSelected, t], () => flowLink(data, from, to, isSelected, t)];
      });
    },
  };
}

/** The scenario as React Flow wants it. */
export function useFlowGraph(): FlowGraph {
  const t = useT();
  const scenario = useDocument((state) => state.scenario);
  const selectedNodes = useSelection((state) => state.nodes);
  const selectedLinks = useSelection((state) => state.links);
  const graph = useRef<ReturnType<typeof makeGraph>>(null);
  graph.current ??= makeGraph();
  const made = graph.current;
  const nodes = useMemo(
    () => made.nodes(scenario.nodes, new Set(selectedNodes), t),
    [made, scenario.nodes, selectedNodes, t],
  );
  const links = useMemo(() => made.links(scenario, new Set(selectedLinks), t), [made, scenario, selectedLinks, t]);
  return { nodes, links };
}
