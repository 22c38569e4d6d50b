/**
 * What a component tells of its own affairs, beyond what happens to requests and messages: `detail` of
 * {@link Fact.noted}, and the name under which a report's `detail` has it. Of a *level*, `extra` is how many there are
 * from now on; `value` is a time in ms where it says so here. The codes stand in the trace: append, never renumber.
 */
export const Note = {
  /** Requests answered from a cache. value: the age of what was found, ms. */
  cacheHits: 0,
  /** Requests that were looked up in a cache in vain. */
  cacheMisses: 1,
  /** Replies put together from several, with an optional part missing. */
  partialReplies: 2,
  /** Calls refused because the quota is used up. */
  overQuota: 3,
  /** Times that a service which is not ours went out of order. */
  outages: 4,
  /** Requests that had to wait until an instance was initialised. */
  coldStarts: 5,
  /** Messages whose function failed and is to run again. */
  asyncRetries: 6,
  /** Level: instances of a function that are being initialised. */
  initialising: 7,
  /** Level: instances of a function that have nothing to do. */
  idle: 8,
  /** Of the cache misses: those that waited for a load that another had begun. */
  joinedLoads: 9,
  /** Level: entries in a cache. */
  entries: 10,
  /** Entries that a cache gave up for want of room. */
  evictions: 11,
  /** Entries that a cache found too old to use. */
  expirations: 12,
  /** Entries that a cache dropped because what they stand for was written. */
  invalidations: 13,
  /** Entries that a cache began to renew while it still served them. */
  refreshes: 14,
  /** Times that a cache lost all it had. */
  flushes: 15,
  /** Queries of a database that began to read. */
  reads: 16,
  /** Writes that a database committed. */
  writes: 17,
  /** Reads from a replica that did not have the row's latest write yet. value: how long ago that was, ms. */
  staleReads: 18,
  /** Level: how long the write committed last takes to reach the slowest replica, ms. */
  replicationLagMs: 19,
  /** Writes that had to wait for a row that another one had locked. */
  lockWaits: 20,
  /** Level: writes that wait for a locked row. */
  lockWaiters: 21,
  /** Events that a relay took out of the outbox, because the broker has confirmed them. value: how long they were there, ms. */
  relayed: 22,
  /** Events that the broker did not confirm, and that will be sent again. */
  relayFailures: 23,
  /** Level: events in an outbox. */
  outbox: 24,
  /** Level: 1 while the disk is full. */
  diskFull: 25,
  /** Level: replicas that take requests. */
  readyReplicas: 26,
  /** Level: replicas that are being started. */
  startingReplicas: 27,
  /** Level: replicas that finish what they have in hand before they go. */
  drainingReplicas: 28,
  /** Sessions that a replica took with it. extra: whose. */
  sessionsLost: 29,
  /** Replicas that were restarted because they did not answer their liveness probe. extra: which. */
  livenessRestarts: 30,
  /** Requests sent away because the queue was too long for the rule that sheds load. */
  shedByLength: 31,
  /** Requests that CoDel gave up because the queue had been slow for too long. */
  shedByCoDel: 32,
  /** Requests that waited longer than controlled delay lets them. */
  shedByDelay: 33,
  /** Requests that a load balancer sent on to another target. extra: the target that failed, by its place among the links. */
  nextTargets: 34,
  /** Times that a load balancer began to leave a target out, for its failures or for its probes. extra: which, likewise. */
  leftOut: 35,
  /** Probes that a load balancer sent. extra: to which target. */
  probes: 36,
  /** Of these, those that failed. */
  failedProbes: 37,
  /** Functions that were stopped because they took too long. */
  functionTimeouts: 38,
  /** Answers that came as messages, to a request that had asked by message. */
  answers: 39,
  /** Answers that came as messages when their request was over. */
  lateAnswers: 40,
  /** Level: sagas under way. */
  sagas: 41,
  /** Level: of these, those that take back what was done. */
  sagasUndoing: 42,
  /** Sagas that did all their steps. */
  sagasCompleted: 43,
  /** Sagas that took back what they had done. */
  sagasRolledBack: 44,
  /** Sagas with a step that could not be taken back. */
  sagasStuck: 45,
  /** Sagas that a crash left half done, because nobody kept a log of them. */
  sagasLost: 46,
  /** Level: events in an event store. */
  events: 47,
  /** Appends to an aggregate that had changed since it was loaded. */
  conflicts: 48,
  /** Messages that came back to their producer because no queue got them. */
  returned: 49,
  /** Level: 1 while a broker has more in memory than it should, and reads nothing from producers. */
  memoryAlarm: 50,
  /** Level: nodes of a broker's cluster that are not up. */
  nodesDown: 51,
  /** Level: messages of a queue service that are not to be seen yet. */
  delayed: 52,
  /** Polls that brought nothing. */
  emptyReceives: 53,
  /** Polls that brought nothing because too many messages are in flight. extra: the queue. */
  overInFlightLimit: 54,
  /** Times that a partition got another leader. extra: the partition. */
  leaderElections: 55,
  /** Times that a consumer group began to divide its partitions anew. extra: the group. */
  rebalances: 56,
  /** Consumers whose group heard nothing of them for too long. */
  sessionsExpired: 57,
  /** Consumers that worked for so long on what they had fetched that their group put them out. */
  pollsOverdue: 58,
  /** Messages that a producer's client library is to send again. extra: how many went together. */
  producerRetries: 59,
  /** Answers to a client that were older than what had been written. */
  staleAnswers: 60,
  /** Subscribers that a broker disconnected because they read too slowly. */
  clientsDisconnected: 61,
  /** Commands that held up all others for long. */
  slowCommands: 62,
  /** Times that a broker had brought up to date what outlives its crash. */
  snapshots: 63,
} as const;

export type NoteName = keyof typeof Note;

/** The names of the notes, by their codes. */
export const NOTES = Object.keys(Note) as readonly NoteName[];

/** Notes that tell a level; all others count events. */
const LEVELS: ReadonlySet<NoteName> = new Set([
  'initialising',
  'idle',
  'entries',
  'replicationLagMs',
  'lockWaiters',
  'outbox',
  'diskFull',
  'readyReplicas',
  'startingReplicas',
  'drainingReplicas',
  'sagas',
  'sagasUndoing',
  'events',
  'memoryAlarm',
  'nodesDown',
  'delayed',
]);

/** By note: whether it tells a level. */
export const IS_LEVEL: readonly boolean[] = NOTES.map((name) => LEVELS.has(name));
