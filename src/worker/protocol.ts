/**
 * What the page and the worker say to each other. The worker owns simulation, trace and scene; the page sends what the
 * visitor did and receives, a few times a second, what changed. Columns travel as transferred buffers.
 */

import type { ListedMessage, MessageFilter } from '../analysis/archive/message-filter';
import type { PastRequests } from '../analysis/archive/past-requests';
import type { RequestFacts } from '../analysis/archive/request-facts';
import type { EndedRequest } from '../analysis/archive/request-list';
import type { RequestOrder } from '../analysis/archive/request-order';
import type { Coverage } from '../analysis/archive/trace-archive';
import type { BacklogWindows, QueueBacklog } from '../analysis/delivery/backlog-course';
import type { BrokerDeliveries } from '../analysis/delivery/delivery-counts';
import type { NodeNotes, QueueGauge } from '../analysis/gauge-names';
import type { Report } from '../analysis/report';
import type { StatechartDefinition } from '../kernel/statechart/describe';
import type { LiveTarget } from '../network/live-targets';
import type { LiveMessages } from '../network/messaging/live-message';
import type { LiveReplica } from '../network/serving/live-replicas';
import type { Intervention, Scenario } from '../scenario/scenario';
import type { Issue } from '../schema/issue';

export type { StatechartDefinition };

/** An intervention before it has its moment: the worker stamps it with the playhead. */
export type Action = Intervention extends infer I ? (I extends unknown ? Omit<I, 'atMs'> : never) : never;

/** Where a link is drawn, in canvas units: a cubic Bézier curve as x0 y0 … x3 y3. */
export interface LinkPath {
  readonly link: string;
  readonly curve: readonly [number, number, number, number, number, number, number, number];
}
/** Where a node is drawn, in canvas units. */
export interface NodeBox {
  readonly node: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What part of the canvas the particle layer covers: `x`, `y` in canvas units at its top left corner, `scale` device pixels per canvas unit. */
export interface SceneView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel times the zoom's effect on dots: the radius of a dot in device pixels. */
  readonly dotRadius: number;
}

/** CSS colours (#rrggbb) of particles, by outcome. */
export interface SceneColours {
  readonly pending: string;
  readonly ok: string;
  readonly failed: string;
  readonly message: string;
  /** A thin rim in this colour lifts particles off the links. */
  readonly background: string;
}

export type ToWorker =
  /**
   * Builds the world anew and runs it, unseen, to `untilMs` (0 if left out) under the scenario's own interventions; it
   * stays paused there. Every load is answered by exactly one `loaded` or `refused`, before anything else about that world.
   */
  | { readonly type: 'load'; readonly scenario: Scenario; readonly untilMs?: number }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  /** Virtual milliseconds per wall-clock millisecond. */
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'step'; readonly by: 'event' | 'request' }
  /** Runs to the scenario's end (or to `untilMs`) as fast as the machine can. */
  | { readonly type: 'finish'; readonly untilMs?: number }
  /** Goes to a moment, back or ahead, and is then paused or playing as before. What happened later happens again. */
  | { readonly type: 'seek'; readonly toMs: number }
  | { readonly type: 'intervene'; readonly action: Action }
  | { readonly type: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly type: 'geometry'; readonly links: readonly LinkPath[]; readonly nodes: readonly NodeBox[] }
  | { readonly type: 'view'; readonly view: SceneView; readonly seq: number }
  | { readonly type: 'colours'; readonly colours: SceneColours; readonly reducedMotion: boolean }
  /** Whose statechart the inspector shows; null for none. */
  | { readonly type: 'select'; readonly target: { readonly node: string } | { readonly link: string } | null }
  /** Which requests one would look at first, at most so many: answered by `requests`. */
  | { readonly type: 'requests'; readonly order: RequestOrder; readonly most: number }
  /** What became of the messages of each broker, and how its queues stand: answered by `deliveries`. */
  | { readonly type: 'deliveries' }
  /** The course of one queue of a broker, by its index: answered by `backlog`. */
  | { readonly type: 'backlog'; readonly node: string; readonly queue: number }
  /** The messages behind a number, at most so many: answered by `messageList`. */
  | { readonly type: 'messageList'; readonly filter: MessageFilter; readonly most: number }
  /** What is in a queue of a broker, from the so many-th oldest on: answered by `messages`. */
  | {
      readonly type: 'messages';
      readonly node: string;
      readonly queue: number;
      readonly from: number;
      readonly most: number;
    }
  /** Everything about one request or message, by its serial: answered by `history`. */
  | { readonly type: 'history'; readonly serial: number }
  /** Answered by `report` with the same id. */
  | { readonly type: 'report'; readonly id: number };

/** What changes nothing, and is answered by one message at the most. */
export type Question = Extract<
  ToWorker,
  { readonly type: 'requests' | 'deliveries' | 'backlog' | 'messageList' | 'messages' | 'history' | 'report' }
>;

export { LINK_GAUGES, NODE_GAUGES, type QueueGauge } from '../analysis/gauge-names';

export interface Tick {
  readonly type: 'tick';
  /** The playhead, virtual ms. */
  readonly atMs: number;
  /** Events executed so far. */
  readonly events: number;
  /** Virtual ms per wall-clock ms that this machine achieves right now. */
  readonly achievedSpeed: number;
  /** True while the machine is too slow for the speed asked for. */
  readonly behind: boolean;
  /** One row of {@link NODE_GAUGES} for each node, in scenario order. */
  readonly nodes: Float32Array;
  /** One row of {@link LINK_GAUGES} for each link, in scenario order. */
  readonly links: Float32Array;
  /** Queues of brokers, by node id. */
  readonly queues: Readonly<Record<string, readonly QueueGauge[]>>;
  /** The main reasons of failure at each node over the last second, most frequent first, by node id. */
  readonly reasons: Readonly<Record<string, readonly (readonly [reason: string, perSec: number])[]>>;
  /** What components tell of themselves, by node id: counts as a rate per second over the last second, levels as they are. */
  readonly notes: Readonly<Record<string, NodeNotes>>;
  /** How those that choose among their outgoing links see them at the playhead, by link id. */
  readonly targets: Readonly<Record<string, LiveTarget>>;
  /** The replicas of components that have a few, by node id. */
  readonly replicas: Readonly<Record<string, readonly LiveReplica[]>>;
  /** What only the face and the controls of a component's kind understand, by node id. */
  readonly insides?: Readonly<Record<string, unknown>>;
}

/**
 * Windowed metrics: `columns[key][i]` belongs to the window that ends at `(firstWindow + i + 1) × windowMs`. NaN: nothing to
 * show. From the worker come those that are new, `firstWindow` being 0 when they replace all that came before; what a column
 * that is not among them would hold is all zeros.
 */
export interface Metrics {
  readonly type: 'metrics';
  readonly windowMs: number;
  readonly firstWindow: number;
  readonly count: number;
  /** Keys: `rate.sent`, `rate.ok`, `rate.failed` (clients, per second); `latency.p50|p95|p99` (clients, ms); `failures.<reason>` (clients, per second); `queue.<node>` (at the window's end). */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** A machine of what is selected: one instance, or as many as there are workers or consumers. */
export interface StatechartView {
  /** `lifecycle`, `pace`, `workers`, `consumers` of a component; `breaker`, `path`, `linkPace`, `consumer`, `target` of a link. */
  readonly name: string;
  /** The machine's config as plain data. */
  readonly definition: StatechartDefinition;
  /** The state that it is in; null where there are many. */
  readonly state: string | null;
  /** By state: how many are in it; null where there is one. */
  readonly counts: Readonly<Record<string, number>> | null;
  /** The last transitions, oldest first; null where they are too many to be listed. */
  readonly history: readonly { readonly atMs: number; readonly state: string }[] | null;
}

/** The statecharts of what is selected. */
export interface StatechartsView {
  readonly type: 'statecharts';
  readonly target: { readonly node: string } | { readonly link: string };
  readonly charts: readonly StatechartView[];
}

/** Requests that have ended, and how far back the trace goes. */
export interface Requests {
  readonly type: 'requests';
  readonly order: RequestOrder;
  readonly requests: readonly EndedRequest[];
  readonly coverage: Coverage;
  /** Window by window, oldest first: all that is left of the time before. */
  readonly past: readonly PastRequests[];
}

/** The brokers of the scenario at the playhead, in its order. */
export interface Deliveries {
  readonly type: 'deliveries';
  readonly atMs: number;
  readonly brokers: readonly {
    readonly node: string;
    readonly deliveries: BrokerDeliveries;
    readonly backlogs: readonly QueueBacklog[];
  }[];
}

/** The course of a queue up to the playhead. */
export interface Backlog extends BacklogWindows {
  readonly type: 'backlog';
  readonly node: string;
  readonly queue: number;
}

export interface MessageList {
  readonly type: 'messageList';
  readonly filter: MessageFilter;
  readonly messages: readonly ListedMessage[];
  readonly coverage: Coverage;
}

/** What is in a queue of a broker at the playhead. */
export interface Messages extends LiveMessages {
  readonly type: 'messages';
  readonly node: string;
  readonly queue: number;
  readonly atMs: number;
}

/** What became of a request or message up to the playhead; null when the trace does not have it (any more). */
export interface History {
  readonly type: 'history';
  readonly serial: number;
  readonly atMs: number;
  readonly facts: RequestFacts | null;
}

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'loaded'; readonly atMs: number }
  | { readonly type: 'refused'; readonly issues: readonly Issue[] }
  /** The stamped intervention, to be recorded in the document. */
  | { readonly type: 'intervened'; readonly intervention: Intervention }
  | Tick
  | Metrics
  | StatechartsView
  | Requests
  | Deliveries
  | Backlog
  | MessageList
  | Messages
  | History
  /** The run reached the scenario's end. */
  | { readonly type: 'finished'; readonly atMs: number }
  /** The run met a limit and stopped there. */
  | {
      readonly type: 'stopped';
      readonly atMs: number;
      readonly limit: string;
      /** The limit's number, if it has one. */
      readonly atMost?: number;
      readonly node: string | null;
    }
  /** The particle layer has been redrawn for the view with this sequence number. */
  | { readonly type: 'viewed'; readonly seq: number }
  | { readonly type: 'report'; readonly id: number; readonly report: Report };
