/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A member of a group, as whoever assigns partitions sees it. */
export interface Subscriber {
  readonly id: string;
  /** `group.instance.id` of a static member. */
  readonly instance?: string;
  readonly topics: readonly string[];
  /** What it owns from the last assignment; only the sticky assignors look at it. */
  readonly owned: readonly TopicPartition[];
}

export const ASSIGNORS = ['range', 'roundRobin', 'sticky', 'cooperativeSticky'] as const;
export type AssignorName = (typeof ASSIGNORS)[number];

/** Partitions by member id. */
export type Assignment = Map<string, TopicPartition[]>;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byId = (a: Subscriber, b: Subscriber) => compareText(a.id, b.id);
const byPlace = (a: TopicPartition, b: TopicPartition) => compareText(a.topic, b.topic) || a.partition - b.partition;
const nameOf = ({ topic, partition }: TopicPartition) => `${topic}-${partition}`;

/** As Kafka sorts members: static ones by their instance id and before the others, which go by member id. As text: `c-10` before `c-2`. */
function inOrder(members: readonly Subscriber[]): Subscriber[] {
  return members.toSorted((a, b) => {
    if (a.instance !== undefined && b.instance !== undefined) return compareText(a.instance, b.instance);
    if (a.instance !== undefined) return -1;
    if (b.instance !== undefined) return 1;
    return byId(a, b);
  });
}

const nothingFor = (members: readonly Subscriber[]): Assignment => new Map(members.map(({ id }) => [id, []]));
const giveTo = (assignment: Assignment, id: string, partition: TopicPartition) => assignment.get(id)?.push(partition);

const topicsOf = (members: readonly Subscriber[]): string[] =>
  [...new Set(members.flatMap(({ topics }) => topics))].sort(compareText);

function allPartitions(members: readonly Subscriber[], counts: ReadonlyMap<string, number>): TopicPartition[] {
  return topicsOf(members).flatMap((topic) =>
    Array.from({ length: counts.get(topic) ?? 0 }, (_, partition) => ({ topic, partition })),
  );
}

/** Topic by topic, contiguous partitions; the first members get one more where it does not come out even. */
function range(members: readonly Subscriber[], counts: ReadonlyMap<string, number>): Assignment {
  const assignment = nothingFor(members);
  for (const topic of topicsOf(members)) {
    const takers = inOrder(members.filter(({ topics }) => topics.includes(topic)));
    const count = counts.get(topic) ?? 0;
    const each = Math.floor(count / takers.length);
    const more = count % takers.length;
    let partition = 0;
    takers.forEach(({ id }, index) => {
      const share = each + (index < more ? 1 : 0);
      for (let i = 0; i < share; i++) giveTo(assignment, id, { topic, partition: partition++ });
    });
  }
  return assignment;
}

/** All partitions of all topics dealt out in turn, to whoever has subscribed to the topic. */
function roundRobin(members: readonly Subscriber[], counts: ReadonlyMap<string, number>): Assignment {
  const assignment = nothingFor(members);
  const circle = inOrder(members);
  let turn = 0;
  for (const partition of allPartitions(members, counts)) {
    while (!circle[turn % circle.length].topics.includes(partition.topic)) turn++;
    giveTo(assignment, circle[turn++ % circle.length].id, partition);
  }
  return assignment;
}

/** What of their partitions members still may have: each once, and only of topics that there are and that they want. */
function stillOwned(members: readonly Subscriber[], partitions: readonly TopicPartition[]): Assignment {
  const existing = new Set(partitions.map(nameOf));
  const claims = new Map<string, number>();
  for (const one of members.flatMap(({ owned }) => owned.map(nameOf))) claims.set(one, (claims.get(one) ?? 0) + 1);
  return new Map(
    members.map(({ id, owned, topics }) => [
      id,
      owned
        .filter((one) => existing.has(nameOf(one)) && topics.includes(one.topic) && claims.get(nameOf(one)) === 1)
        .toSorted(byPlace),
    ]),
  );
}

const without = (partitions: readonly TopicPartition[], taken: Assignment): TopicPartition[] => {
  const gone = new Set([...taken.values()].flat().map(nameOf));
  return partitions.filter((one) => !gone.has(nameOf(one)));
};

/** All members want the same topics: everybody keeps what he has up to his share, and the rest is dealt out. */
function stickyAlike(members: readonly Subscriber[], partitions: readonly TopicPartition[]): Assignment {
  const assignment = nothingFor(members);
  const owned = stillOwned(members, partitions);
  const least = Math.floor(partitions.length / members.length);
  const most = Math.ceil(partitions.length / members.length);
  const mayHaveMost = partitions.length % members.length;
  let haveMost = 0;
  const below: string[] = [];
  let even: string[] = [];
  for (const { id } of members.toSorted(byId)) {
    const has = owned.get(id) ?? [];
    if (has.length < least) {
      assignment.set(id, [...has]);
      below.push(id);
    } else if (has.length >= most && haveMost < mayHaveMost) {
      assignment.set(id, has.slice(0, most));
      if (++haveMost === mayHaveMost) even = [];
    } else {
      assignment.set(id, has.slice(0, least));
      if (haveMost < mayHaveMost) even.push(id);
    }
  }
  let turn = 0;
  for (const partition of without(partitions, assignment)) {
    if (turn >= below.length) turn = 0;
    const id = below.length > 0 ? below[turn] : even.shift();
    if (id === undefined) break;
    const count = giveTo(assignment, id, partition) ?? 0;
    if (count === least && below[turn] === id) {
      below.splice(turn, 1);
      even.push(id);
      even.sort(compareText);
    } else turn++;
  }
  return assignment;
}

/** Members want different topics: the partitions that fewest want go first, to whoever has fewest; then moves even it out. */
function stickyVaried(members: readonly Subscriber[], partitions: readonly TopicPartition[]): Assignment {
  const assignment = stillOwned(members, partitions);
  const wanters = (topic: string) => members.filter(({ topics }) => topics.includes(topic));
  const countOf = (id: string) => assignment.get(id)?.length ?? 0;
  const leastLoaded = (topic: string) =>
    wanters(topic).toSorted((a, b) => countOf(a.id) - countOf(b.id) || byId(a, b))[0] as Subscriber | undefined;
  const byWanters = partitions.toSorted((a, b) => wanters(a.topic).length - wanters(b.topic).length || byPlace(a, b));
  for (const partition of without(byWanters, assignment)) {
    const taker = leastLoaded(partition.topic);
    if (taker !== undefined) giveTo(assignment, taker.id, partition);
  }
  for (let moved = true; moved; ) {
    moved = false;
    for (const partition of byWanters) {
      const taker = leastLoaded(partition.topic);
      const owner = [...assignment].find(([, has]) => has.some((one) => nameOf(one) === nameOf(partition)))?.[0];
      if (taker === undefined || owner === undefined || countOf(owner) <= countOf(taker.id) + 1) continue;
      assignment.set(
        owner,
        (assignment.get(owner) ?? []).filter((one) => nameOf(one) !== nameOf(partition)),
      );
      giveTo(assignment, taker.id, partition);
      moved = true;
    }
  }
  return assignment;
}

function sticky(members: readonly Subscriber[], counts: ReadonlyMap<string, number>): Assignment {
  const partitions = allPartitions(members, counts);
  const subscriptions = new Set(members.map(({ topics }) => topics.toSorted(compareText).join('\n')));
  return subscriptions.size <= 1 ? stickyAlike(members, partitions) : stickyVaried(members, partitions);
}

/** What another member still owns is given to nobody in this round: its owner has to let go of it first. */
function withheld(members: readonly Subscriber[], target: Assignment): Assignment {
  const owners = new Map(members.flatMap(({ id, owned }) => owned.map((one) => [nameOf(one), id] as const)));
  const isFree = (id: string, partition: TopicPartition) => (owners.get(nameOf(partition)) ?? id) === id;
  return new Map([...target].map(([id, partitions]) => [id, partitions.filter((one) => isFree(id, one))]));
}

/**
 * Which member of a group gets which partitions, as Kafka's assignors of that name say it for the classic protocol.
 * `cooperativeSticky` holds back what has to move between two members that both live; another rebalance hands it over.
 */
export function assign(
  name: AssignorName,
  members: readonly Subscriber[],
  counts: ReadonlyMap<string, number>,
): Assignment {
  if (members.length === 0) return new Map();
  const target =
    name === 'range'
      ? range(members, counts)
      : name === 'roundRobin'
        ? roundRobin(members, counts)
        : sticky(members, counts);
  const assignment = name === 'cooperativeSticky' ? withheld(members, target) : target;
  return new Map([...assignment].map(([id, partitions]) => [id, partitions.toSorted(byPlace)]));
}
