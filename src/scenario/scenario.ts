import type { Contract } from '../network/contracts/contract';

/**
 * The saved document, version 1, as it is after checking: every default filled in. `docs/scenario-format.md` tells
 * what each field means. All durations are milliseconds, all rates per second, all sizes bytes.
 */
export interface Scenario {
  readonly version: 1;
  readonly title: string;
  readonly description: string;
  /** 0 … 2³²−1 */
  readonly seed: number;
  /** Where a run ends by itself; null: until stopped. */
  readonly durationMs: number | null;
  readonly nodes: readonly ScenarioNode[];
  readonly links: readonly ScenarioLink[];
  readonly contracts: readonly Contract[];
  readonly zones: readonly unknown[];
  readonly notes: readonly Note[];
  readonly interventions: readonly Intervention[];
  readonly goals: readonly string[];
  readonly view: View;
  readonly lesson: unknown;
}

export interface ScenarioNode {
  readonly id: string;
  readonly kind: string;
  /** Empty: the page shows the kind's name. */
  readonly label: string;
  readonly position: { readonly x: number; readonly y: number };
  /** Checked against the kind's own fields. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Points from who starts the exchange to who is called (for a broker's push: from the broker to the consumer). */
export interface ScenarioLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly position: { readonly x: number; readonly y: number };
}

export type InterventionTarget = { readonly node: string } | { readonly link: string };

interface InterventionBase {
  /** Takes effect after everything else that happens at this instant. */
  readonly atMs: number;
  readonly target: InterventionTarget;
  /** After which it heals by itself; null: until healed. */
  readonly durationMs: number | null;
}

/** A fault or a change at a virtual time, scripted or recorded from what a visitor did. */
export type Intervention = InterventionBase &
  (
    | { readonly action: 'crash' }
    | { readonly action: 'restart' }
    /** Multiplies service times (node) or latency (link). */
    | { readonly action: 'slow'; readonly factor: number }
    /** Nothing passes a link: in either direction, or one way only: from the caller to the callee, or back. */
    | { readonly action: 'cut'; readonly way?: 'there' | 'back' | undefined }
    /** So large a share of the messages on a link is lost, 0 … 1, in each direction. */
    | { readonly action: 'loss'; readonly share: number }
    /** A component answers so large a share of what arrives with an error, 0 … 1. */
    | { readonly action: 'errors'; readonly share: number }
    /** A component stands still, as during a long garbage collection: everything waits, connections stay. */
    | { readonly action: 'pause' }
    /** The zone of a component is cut off from the rest; of one in no zone, the component alone. */
    | { readonly action: 'partition' }
    /** A client's arrival rate. */
    | { readonly action: 'rate'; readonly ratePerSec: number }
    /** Multiplies a client's traffic, whatever its arrivals; of a closed loop, its users. */
    | { readonly action: 'spike'; readonly factor: number }
    /** A client sends so many requests at once, as when the visitor presses Send. */
    | { readonly action: 'send'; readonly count: number }
    /** There are to be so many replicas of a service. */
    | { readonly action: 'scale'; readonly replicas: number }
    /** Replaces all replicas of a service, a few at a time. */
    | { readonly action: 'rollOut' }
    /**
     * A component goes over to a version of a contract on all of its links that name it: replica by replica, which takes
     * so long for all of them.
     */
    | { readonly action: 'deploy'; readonly contract: string; readonly version: number; readonly rollMs: number }
    /** Kills one replica of a service, which is started again in its place. */
    | { readonly action: 'crashReplica' }
    /** A cache loses all that it has. */
    | { readonly action: 'flush' }
    /** A database has no room left for what is written. */
    | { readonly action: 'fillDisk' }
    /** One node of a broker's cluster is killed: the first is number 0. */
    | { readonly action: 'crashMember'; readonly member: number }
    /** The replicas of one broker of a Kafka fetch nothing: they fall behind. */
    | { readonly action: 'lagMember'; readonly member: number }
    /**
     * A group of a Kafka reads on from somewhere else. An empty group is the first one, an empty topic all that it reads;
     * `value` is the offset, or the moment in ms.
     */
    | {
        readonly action: 'resetOffsets';
        readonly group: string;
        readonly topic: string;
        readonly to: 'earliest' | 'latest' | 'offset' | 'time';
        readonly value: number;
      }
    /** From now on so many consumers of a Kafka group are behind a link. */
    | { readonly action: 'scaleConsumers'; readonly consumers: number }
    /** A broker's queues are emptied, but for what consumers have. */
    | { readonly action: 'purge' }
    /** What is in dead-letter queues goes back to where it came from. */
    | { readonly action: 'redrive' }
    /** Whoever has subscribed to an event store begins again with the first event; of a link, only who is behind it. */
    | { readonly action: 'rebuild' }
    /** A share of a component's processor is taken away: its own work takes as much longer. */
    | { readonly action: 'starve'; readonly share: number }
    /** Everything over a link takes so much longer, each way. */
    | { readonly action: 'delay'; readonly byMs: number }
    /** Takes no messages from brokers, though it is up. */
    | { readonly action: 'stopConsuming' }
    /** So many messages that nobody can decode are published: over a link, or over the first that leads to a broker. */
    | { readonly action: 'poison'; readonly count: number }
    /** Its clock is ahead by so much; below zero: behind. */
    | { readonly action: 'skewClock'; readonly byMs: number }
    /** Ends what the others did, and starts a crashed node again. */
    | { readonly action: 'heal' }
  );

/** What the page remembers about itself; never affects a run. */
export interface View {
  readonly speed?: number;
  readonly viewport?: { readonly x: number; readonly y: number; readonly zoom: number };
  readonly hint?: string;
}
