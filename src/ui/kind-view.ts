import type { ComponentType } from 'react';
import type { Icon } from './icon';

/** A component that a node calls or pushes to, as its face may want to show it. */
export interface TargetReading {
  readonly link: string;
  /** What the visitor calls it. */
  readonly label: string;
  readonly protocol: string;
  /** Whether messages go over the link, for which nobody waits. */
  readonly carriesMessages: boolean;
  /** The parameters of the link. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The target's mode: one of its kind's `modes`. */
  readonly mode: string;
  readonly inFlight: number;
  readonly callsPerSec: number;
  readonly failedPerSec: number;
  /** How the node that chooses sees it: its state, the weight that counts now, and whether its turn is next. */
  readonly seen?: { readonly state: string; readonly weight: number; readonly next: boolean };
}

/** What is known of one node at the playhead. Rates are per second of virtual time. */
export interface NodeReading {
  /** False while nothing has run yet: the rates below are then zero because nobody measured them. */
  readonly live: boolean;
  /** The playhead, virtual ms; 0 before a run. */
  readonly atMs: number;
  /** One of its kind's `modes`. */
  readonly mode: string;
  /** Workers or connections; before a run, as many as its parameters promise. */
  readonly capacity: number;
  readonly busy: number;
  /** Of the busy ones, those that wait for somebody else. */
  readonly blocked: number;
  readonly queued: number;
  readonly arrivedPerSec: number;
  readonly completedPerSec: number;
  readonly failedPerSec: number;
  /** Why requests fail here just now, the main reason first. */
  readonly reasons: readonly (readonly [reason: string, perSec: number])[];
  /** A broker's queues. */
  readonly queues: readonly {
    readonly name: string;
    readonly group?: string;
    readonly ready: number;
    readonly unacked: number;
  }[];
  /** What it tells of itself, by the names of notes: counts as a rate per second, levels as they are. Missing: nothing told yet. */
  readonly notes: Readonly<Record<string, number | undefined>>;
  /** Its replicas, where there are a few. */
  readonly replicas: readonly { readonly state: string; readonly busy: number; readonly blocked: number }[];
  /** What its kind tells its own face. Missing: nothing told yet. */
  readonly inside?: unknown;
  /** Outgoing links, in the order of the scenario. */
  readonly targets: readonly TargetReading[];
}

/**
 * Where a face gets its figures from. It calls the listener at once and then whenever something may have changed: many
 * times a second, and outside React, so that a face writes into its elements instead of rendering anew.
 */
export interface NodeFeed {
  watch(listener: (reading: NodeReading) => void): () => void;
}

export interface FaceProps {
  readonly params: Readonly<Record<string, unknown>>;
  readonly feed: NodeFeed;
}

export interface KindEditorProps {
  readonly params: Readonly<Record<string, unknown>>;
  /** Takes over other parameters, as one step that can be undone. */
  readonly onChange: (params: Readonly<Record<string, unknown>>) => void;
}

/** What the controls of a running component get. */
export interface KindControlsProps {
  /** The component's id, and its parameters. */
  readonly node: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Calls the listener with what its kind tells of itself, now and whenever that may have changed; null before a run. */
  readonly watch: (listener: (inside: unknown) => void) => () => void;
  /** Does something to it at the playhead, or to one of its links: an intervention without target and moment. */
  readonly intervene: (deed: Readonly<Record<string, unknown>>, link?: string) => void;
}

/** How a kind looks on the canvas. Its name and texts are in the kind's language catalogues. */
export interface KindView {
  readonly kind: string;
  /** An icon on a grid of 24, drawn with the current colour. */
  readonly icon: Icon;
  /** Of the whole card, in canvas units: multiples of 16, so that its links leave from the grid of 8. */
  readonly size: { readonly width: number; readonly height: number };
  /** What the card shows below its title. */
  readonly Face: ComponentType<FaceProps>;
  /** Edits what is its own by hand, above the form; made by `later`. */
  readonly Editor?: ComponentType<KindEditorProps>;
  /** What can be done to it while it runs, beyond what can be done to any; made by `later`. */
  readonly Controls?: ComponentType<KindControlsProps>;
  /** Workers or connections that these parameters promise; 0 for a kind that has none. */
  capacity(params: Readonly<Record<string, unknown>>): number;
}
