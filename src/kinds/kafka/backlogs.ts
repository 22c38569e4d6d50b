import type { ConsumerSpec, QueueSpec } from '../../network/kind';

interface Topic {
  readonly name: string;
  readonly partitions: number;
}

/** What one group has still to do of one partition: what the facts call a queue. */
export interface Backlog {
  readonly topic: number;
  readonly partition: number;
  /** Null where nobody reads the topic. */
  readonly group: string | null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** The names of the topics that a link names; the first of all where it names none. */
export function topicsNamed(named: unknown, topics: readonly Topic[]): string[] {
  const names = textOf(named)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? topics.slice(0, 1).map(({ name }) => name) : [...new Set(names)];
}

/** The group of a link to a consumer: one of its own, unless it names one. */
export const groupOf = ({ link, params }: Pick<ConsumerSpec, 'link' | 'params'>): string =>
  textOf(params.group) || link;

/** What the backlogs of a Kafka are, in the order of their numbers: topic by topic, partition by partition, and in each the groups by their first link. */
export function backlogsOf(topics: readonly Topic[], consumers: readonly ConsumerSpec[]): Backlog[] {
  return topics.flatMap(({ name, partitions }, topic) => {
    const readers = consumers.filter(({ params }) => topicsNamed(params.topic, topics).includes(name));
    const groups: (string | null)[] = [...new Set(readers.map(groupOf))];
    if (groups.length === 0) groups.push(null);
    return Array.from({ length: partitions }, (_, partition) =>
      groups.map((group) => ({ topic, partition, group })),
    ).flat();
  });
}

/** The same, as the rest of the program names queues. */
export const queuesOfKafka = (topics: readonly Topic[], consumers: readonly ConsumerSpec[]): QueueSpec[] =>
  backlogsOf(topics, consumers).map(({ topic, partition, group }) => ({
    name: `${topics[topic].name}-${partition}`,
    ...(group === null ? {} : { group: shownGroup(group, consumers) }),
  }));

/** A group that has no name of its own is called after the consumer. */
const shownGroup = (group: string, consumers: readonly ConsumerSpec[]): string => {
  const own = consumers.find(({ link }) => link === group);
  return own !== undefined && textOf(own.params.group) === '' ? own.node : group;
};
