/**
 * What a message says about itself besides its payload. Most messages of a run say one of few things: a frame carries
 * the number of its label, and {@link Labels} know what it stands for.
 */
export interface Label {
  /** A Kafka topic, a Redis channel, list or stream, the type of an event. */
  readonly topic: string;
  /** What an exchange of RabbitMQ routes by. */
  readonly routingKey: string;
  /** The key of a record or the group of a message; empty: the key of the request on whose behalf it was sent. */
  readonly key: string;
  /** Of several levels, the most urgent is the highest. */
  readonly priority: number;
  /** How long it may wait in a queue, ms; null: as long as the queue lets it. */
  readonly ttlMs: number | null;
  readonly headers: Readonly<Record<string, string>>;
}

export const PLAIN_LABEL: Label = { topic: '', routingKey: '', key: '', priority: 0, ttlMs: null, headers: {} };

const isRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Headers by name, from a record or from a form's list of names and values. */
function headersOf(value: unknown): Readonly<Record<string, string>> {
  if (isRecord(value)) return value;
  if (!Array.isArray(value)) return {};
  return Object.fromEntries((value as { name: string; value: string }[]).map((header) => [header.name, header.value]));
}

/** The label that the parameters of a link, or of a step, give to what is published; what they do not say is as in `base`. */
export function labelOf(params: Readonly<Record<string, unknown>>, base: Label = PLAIN_LABEL): Label {
  const text = (name: 'topic' | 'routingKey' | 'key') => {
    const value = params[name];
    return typeof value === 'string' && value !== '' ? value : base[name];
  };
  return {
    topic: text('topic'),
    routingKey: text('routingKey'),
    key: text('key'),
    priority: typeof params.priority === 'number' ? params.priority : base.priority,
    ttlMs: typeof params.ttlMs === 'number' ? params.ttlMs : base.ttlMs,
    headers: { ...base.headers, ...headersOf(params.headers) },
  };
}

/** Stands in a label for the name of the operation that the request on whose behalf it was sent had asked for. */
const OPERATION = '{operation}';

/** All labels of a run, by number. Some come about only as it goes on, in the order in which they are needed. */
export class Labels {
  private labels: Label[] = [PLAIN_LABEL];
  private readonly numbers = new Map<string, number>([[JSON.stringify(PLAIN_LABEL), 0]]);
  /** By label: whether it names the operation. */
  private readonly namesOperation: boolean[] = [false];
  /** Labels with the operation put in, by label × 65,536 + operation. */
  private readonly filled = new Map<number, number>();

  /** The number of a label. */
  intern(label: Label): number {
    const text = JSON.stringify(label);
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.labels.length;
    this.labels.push(label);
    this.numbers.set(text, number);
    this.namesOperation.push(text.includes(OPERATION));
    return number;
  }

  /** What a number stands for. */
  of(number: number): Label {
    return this.labels[number];
  }

  /** All labels, by number, for a checkpoint. */
  save(): readonly Label[] {
    return this.labels.slice();
  }

  /** Takes the place of all labels: numbers mean what they meant when these were saved. */
  restore(labels: readonly Label[]): void {
    this.labels = [];
    this.numbers.clear();
    this.namesOperation.length = 0;
    this.filled.clear();
    for (const label of labels) this.intern(label);
  }

  /** A number below 0 that stands for a label's key, the same for the same text; 0 where it names none. */
  keyOf(number: number): number {
    const { key } = this.labels[number];
    return key === '' ? 0 : -1 - hashOf(key);
  }

  /** The label of a message that is sent while that operation is under way. */
  during(number: number, operation: number, nameOf: (operation: number) => string): number {
    if (!this.namesOperation[number]) return number;
    const place = number * 65_536 + operation;
    let filled = this.filled.get(place);
    if (filled === undefined) {
      const name = nameOf(operation);
      const put = (text: string) => text.replaceAll(OPERATION, name);
      const label = this.labels[number];
      const headers = Object.fromEntries(Object.entries(label.headers).map(([key, value]) => [key, put(value)]));
      const { topic, routingKey, key } = label;
      filled = this.intern({ ...label, topic: put(topic), routingKey: put(routingKey), key: put(key), headers });
      this.filled.set(place, filled);
    }
    return filled;
  }
}

/** FNV-1a, as far as it fits the trace's columns: 23 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 23)) & 0x7fffff;
}
