import type { Experiment, Figure, Watch } from '../experiment';
import {
  inQueue,
  inSystem,
  outerPercentiles,
  probWait,
  sojourn,
  sojournPercentiles,
  utilization,
  wait,
} from '../figures';
import { System } from '../systems';

/** A case of the tables: what system it is of, and what theory says of that. */
export interface Row {
  readonly id: string;
  readonly category: string;
  readonly input: Readonly<Record<string, never>>;
  readonly expect: Readonly<Record<string, never>>;
}
export type Numbers = Readonly<Record<string, number>>;
export type Lists = Readonly<Record<string, readonly number[]>>;

/** What one row becomes: several experiments where it compares several systems. */
export type Make = (row: Row) => readonly Omit<Experiment, 'id' | 'category'>[];

/**
 * How long an M/M/c queue remembers its beginning: its relaxation time 1 / (cμ (1 − √ρ)²) (P. Morse, Queues, Inventories
 * and Maintenance, 1958). Service that varies more makes it longer in proportion, as it does the wait.
 */
export function memoryOf(load: number, totalServiceRate: number, squaredVariation = 1): number {
  const gap = 1 - Math.sqrt(Math.min(load, 0.999));
  return Math.max(1, (1 + squaredVariation) / 2) / (totalServiceRate * gap * gap);
}

/** With limited room the queue cannot wander further than that, nor faster than it fills and empties. */
export function finiteMemory(arrivalRate: number, totalServiceRate: number, room: number): number {
  const gap = Math.sqrt(arrivalRate) - Math.sqrt(totalServiceRate);
  return Math.min(1 / (gap * gap), (room * room) / totalServiceRate);
}

/** How long to watch a system that requests come to at a rate. */
export const open = (rate: number, memory: number): Watch => ({ requestRate: rate, memory });

/** One queue, and clients who ask it. */
export const station = (serviceTime: Parameters<System['station']>[1], servers = 1, params = {}) =>
  new System().station('queue', serviceTime, servers, params).link('clients', 'queue');

/** What is known of every single queue. */
export const sixMeans = (expected: Numbers): Figure[] => [
  utilization('utilisation', 'queue', expected.rho),
  ...('p_wait' in expected ? [probWait('P(wait)', 'queue', expected.p_wait)] : []),
  wait('mean wait', 'queue', expected.Wq),
  sojourn('mean sojourn', 'queue', expected.W),
  inQueue('mean in queue', 'queue', expected.Lq),
  inSystem('mean in system', 'queue', expected.L),
];

/** Of the sojourn, in a single queue that nobody gives up and nobody is turned away from. */
export const allPercentiles = (expected: Numbers): Figure[] => [
  ...sojournPercentiles('queue', expected),
  ...outerPercentiles('clients', expected),
];
