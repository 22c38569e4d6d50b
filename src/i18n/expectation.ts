import { language, t } from './language';

/**
 * What the schema layer says that it expected, by the key under `expectation.` that says it in each language. The
 * layers below know no language: their English sentences are what the command line prints and what a test compares.
 */
export const EXPECTATIONS = {
  integer: 'a whole number from {{min}} to {{max}}',
  number: 'a number from {{min}} to {{max}}',
  numbers: 'numbers from {{min}} to {{max}}',
  wholeNumber: 'a whole number',
  finiteNumber: 'a finite number',
  share: 'a share from 0 to 1',
  knownName: 'one of the known names: {{names}}',
  fit: 'one of {{names}} between {{ends}}',
  choice: 'one of {{names}}',
  variant: 'an object whose "{{tag}}" is one of {{names}}',
  step: 'a step: one of {{names}}',
  flag: 'true or false',
  shortText: 'a text of 1 to {{max}} characters',
  text: 'a text of at most {{max}} characters',
  operationName: 'an operation name of at most {{max}} characters',
  list: 'a list of at most {{max}} items',
  freeName: 'a name that is not reserved',
  freshId: 'an id that is used once',
  linkId: 'a link id',
  operation: 'an operation name',
  operations: 'operations by name',
  cron: 'minute, hour, day, month and weekday, as in {{example}}',
  steps: 'a list of steps',
  maxSteps: 'at most {{max}} steps',
  calls: 'a list of calls',
  minCalls: 'at least one call',
  maxCalls: 'at most {{max}} calls',
  callOrPublish: 'a call or publish',
  minPhases: 'at least one phase',
  minValues: 'at least one value in valuesMs',
  weights: 'as many weights as values, one of them positive, or none at all',
  target: 'an object with either "node" or "link"',
  nodeFor: 'a node to {{action}}',
  linkFor: 'a link to {{action}}',
  ratedClient: 'a client whose arrivals have a ratePerSec',
  clientOrScheduler: 'a client or a scheduler',
  client: 'a client',
  freshNames: 'names that are used once',
  freshNumbers: 'numbers that are used once',
  minVersions: 'at least one version',
  ascendingVersions: 'versions in ascending order',
  contractId: 'the id of a contract',
  contractVersion: 'a version of this contract',
  speaker: 'a node with a link that names this contract',
  given: '{{name}} to be given',
  json: 'a JSON value',
  object: 'an object',
  aList: 'a list',
  items: '{{count}} items',
  newer: 'at most {{newest}} (this scenario was made by a newer Spillway)',
  nesting: 'at most {{max}} levels of nesting',
  values: 'at most {{max}} values',
  characters: 'at most {{max}} characters',
  scenario: 'a scenario',
  shareLink: 'a share link, with #s1. in it',
  wholeLink: 'a complete link',
  plainText: 'a text',
  noControl: 'a text without control characters',
  freeNames: 'names that are not reserved',
  names: 'names of at most {{max}} characters, none of them reserved',
  percentile: 'p99Ms between meanMs and {{times}} times meanMs, as in every log-normal distribution',
  nodeId: 'the id of a node',
  linkIdKnown: 'the id of a link',
  outgoingLink: 'the id of a link that leaves this node',
  otherEnd: 'another node than where the link begins',
  commonProtocol: 'ends that share a protocol',
  service: 'a service',
  cache: 'a cache',
  database: 'a database',
  eventStore: 'an event store',
  cluster: 'a broker with several nodes',
  kafkaCluster: 'a Kafka with several brokers',
  log: 'a Kafka or a Redis',
  queues: 'a broker with queues',
  sqs: 'an SQS',
  consumerLink: 'a link from a Kafka to its consumers',
  messageLink: 'a link over which messages go',
} as const;

export type Expectation = keyof typeof EXPECTATIONS;

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split(/\{\{(\w+)\}\}/)
      .map((part, i) => (i % 2 === 0 ? quoted(part) : `(?<${part}>.+?)`))
      .join('')}$`,
  );

const patterns = (Object.keys(EXPECTATIONS) as Expectation[]).map((key) => ({
  key,
  pattern: patternOf(EXPECTATIONS[key]),
}));

/** Which of {@link EXPECTATIONS} a sentence is, and what stands in it; null for one that is none of them. */
export function recognize(
  expected: string,
): { readonly key: Expectation; readonly values: Record<string, string> } | null {
  for (const { key, pattern } of patterns) {
    const match = pattern.exec(expected);
    if (match) return { key, values: { ...match.groups } };
  }
  return null;
}

/** What was expected, in the language of the page; as it was said where there is no other way to say it. */
export function expectationText(expected: string): string {
  const known = language() === 'en' ? null : recognize(expected);
  return known ? t(`expectation.${known.key}`, known.values) : expected;
}
