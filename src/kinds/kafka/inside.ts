/** What a Kafka looks like inside at a moment: for its face and its controls on the page. */
export interface KafkaInside {
  /** By broker: the state of its statechart. */
  readonly brokers: readonly string[];
  readonly partitions: readonly PartitionInside[];
  readonly groups: readonly GroupInside[];
}

export interface PartitionInside {
  readonly topic: string;
  readonly partition: number;
  /** -1 while it has none. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly highWatermark: number;
  readonly readers: readonly { readonly group: string; readonly committed: number; readonly position: number }[];
}

export interface GroupInside {
  readonly name: string;
  /** The state of its statechart. */
  readonly state: string;
  readonly members: readonly MemberInside[];
}

export interface MemberInside {
  /** The id of the link that it is behind, and its number there. */
  readonly link: string;
  readonly number: number;
  /** The state of its statechart. */
  readonly state: string;
  /** What it reads, by the places of partitions. */
  readonly partitions: readonly number[];
}
