import type { ConsumerSpec } from '../../network/kind';
import type { Link } from '../../network/links/link';
import { type Backlog, backlogsOf, groupOf, topicsNamed } from './backlogs';
import type { ConsumeParams, KafkaParams, PublishParams, TopicParams } from './params';

export interface PartitionPlace {
  readonly topic: TopicParams;
  readonly topicIndex: number;
  readonly partition: number;
  /** Brokers, the preferred leader first. */
  readonly replicas: readonly number[];
  /** Backlogs, by group; one without a group where nobody reads the topic. */
  readonly backlogs: readonly number[];
}

export interface BacklogPlace extends Backlog {
  /** The partition's place among all. */
  readonly at: number;
  /** Its place among the backlogs of the partition: which copy of a record is its own. */
  readonly copy: number;
  /** The group's place among all; NONE where there is none. */
  readonly groupIndex: number;
}

export interface ConsumerLink {
  readonly link: Link;
  readonly params: ConsumeParams;
  readonly group: number;
  readonly topics: readonly string[];
}

export interface GroupPlace {
  readonly name: string;
  /** Places among the links to consumers. */
  readonly links: readonly number[];
  readonly backlogs: readonly number[];
}

/** What a scenario says of a Kafka, with everything numbered. */
export interface Layout {
  readonly params: KafkaParams;
  readonly partitions: readonly PartitionPlace[];
  readonly backlogs: readonly BacklogPlace[];
  readonly groups: readonly GroupPlace[];
  readonly consumers: readonly ConsumerLink[];
  readonly producers: readonly { readonly link: Link; readonly params: PublishParams }[];
  /** By topic: the place of its first partition. */
  readonly firstPartition: readonly number[];
}

/** Numbers what a scenario says: topics, partitions, groups, links to producers and to consumers. */
export function layoutOf(
  params: KafkaParams,
  outgoing: readonly Link[],
  incoming: readonly Link[],
  peerId: (link: Link) => string,
): Layout {
  const { topics, brokers } = params;
  const specs: ConsumerSpec[] = outgoing.map((link) => ({
    link: link.id,
    node: peerId(link),
    params: link.spec.params,
  }));
  const names = [...new Set(specs.map(groupOf))];
  const firstPartition: number[] = [];
  let count = 0;
  for (const { partitions } of topics) {
    firstPartition.push(count);
    count += partitions;
  }
  const copies = new Map<number, number>();
  const backlogs = backlogsOf(topics, specs).map((backlog): BacklogPlace => {
    const at = firstPartition[backlog.topic] + backlog.partition;
    const copy = copies.get(at) ?? 0;
    copies.set(at, copy + 1);
    return { ...backlog, at, copy, groupIndex: backlog.group === null ? -1 : names.indexOf(backlog.group) };
  });
  const partitions = topics.flatMap((topic, topicIndex) =>
    Array.from({ length: topic.partitions }, (_, partition): PartitionPlace => {
      const at = firstPartition[topicIndex] + partition;
      const replicas = Array.from(
        { length: Math.min(topic.replicationFactor, brokers) },
        (_, replica) => (topicIndex + partition + replica) % brokers,
      );
      return {
        topic,
        topicIndex,
        partition,
        replicas,
        backlogs: backlogs.flatMap((one, index) => (one.at === at ? [index] : [])),
      };
    }),
  );
  const consumers = outgoing.map(
    (link, index): ConsumerLink => ({
      link,
      params: link.spec.params as unknown as ConsumeParams,
      group: names.indexOf(groupOf(specs[index])),
      topics: topicsNamed(link.spec.params.topic, topics),
    }),
  );
  const groups = names.map(
    (name, group): GroupPlace => ({
      name,
      links: consumers.flatMap((one, index) => (one.group === group ? [index] : [])),
      backlogs: backlogs.flatMap((one, index) => (one.groupIndex === group ? [index] : [])),
    }),
  );
  const producers = incoming.map((link) => ({ link, params: link.spec.params as unknown as PublishParams }));
  return { params, partitions, backlogs, groups, consumers, producers, firstPartition };
}
