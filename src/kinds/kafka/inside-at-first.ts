import type { KafkaInside } from './inside';
import type { KafkaParams } from './params';

/** What a Kafka looks like before it runs. */
export function insideAtFirst({ topics, brokers }: KafkaParams): KafkaInside {
  return {
    brokers: Array.from({ length: brokers }, () => 'up'),
    partitions: topics.flatMap((topic, index) =>
      Array.from({ length: topic.partitions }, (_, partition) => {
        const count = Math.min(topic.replicationFactor, brokers);
        const replicas = Array.from({ length: count }, (_, replica) => (index + partition + replica) % brokers);
        return {
          topic: topic.name,
          partition,
          leader: replicas[0],
          replicas,
          isr: replicas,
          start: 0,
          end: 0,
          highWatermark: 0,
          readers: [],
        };
      }),
    ),
    groups: [],
  };
}
