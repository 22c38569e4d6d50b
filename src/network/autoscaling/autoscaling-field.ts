import { choice, group, integer, list, milliseconds, number, variant } from '../../schema/fields';

const replicas = (initial: number) => integer({ default: initial, min: 1, max: 1_000 });

const policy = (by: 'pods' | 'percent', value: number) =>
  group({
    by: choice(['percent', 'pods'], by),
    value: integer({ default: value, min: 1, max: 10_000 }),
    periodMs: milliseconds(15_000, 1),
  });

const rules = (windowMs: number, policies: { by: 'pods' | 'percent'; value: number; periodMs: number }[]) =>
  group({
    windowMs: milliseconds(windowMs),
    select: choice(['max', 'min', 'disabled'], 'max'),
    policies: list(policy('percent', 100), { default: policies, maxItems: 10 }),
  });

const perReplica = (initial: number) => ({ target: number({ default: initial, min: 0.001, max: 1e6 }) });
const share = (initial: number) => ({
  target: number({ default: initial, min: 0.01, max: 1, unit: 'ratio' }),
});

/** The Horizontal Pod Autoscaler of Kubernetes, with its defaults. */
export const autoscalingField = group({
  minReplicas: replicas(1),
  maxReplicas: replicas(10),
  metric: variant(
    'name',
    {
      /** Workers at work, without those that wait for others, as a share of all: what a processor would show. */
      cpu: share(0.5),
      /** Workers in use, waiting for others included, as a share of all. */
      workers: share(0.7),
      /** Requests in work, per replica. */
      inFlight: perReplica(5),
      /** Requests that wait for a worker, per replica. */
      queue: perReplica(10),
    },
    { name: 'cpu', target: 0.5 },
  ),
  /** How far the metric may be off its target without consequence. */
  tolerance: number({ default: 0.1, min: 0, max: 1, unit: 'ratio' }),
  /** From one look at the metric to the next. */
  syncMs: milliseconds(15_000, 10),
  scaleUp: rules(0, [
    { by: 'percent', value: 100, periodMs: 15_000 },
    { by: 'pods', value: 4, periodMs: 15_000 },
  ]),
  scaleDown: rules(300_000, [{ by: 'percent', value: 100, periodMs: 15_000 }]),
});

export type AutoscalingParams = typeof autoscalingField.default;
