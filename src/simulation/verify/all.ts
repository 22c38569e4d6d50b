import { choicesExperiments, choicesOmissions } from './choices-cases';
import type { Experiment, Omission } from './experiment';
import { queueingExperiments, queueingOmissions } from './queueing-cases';

export const allExperiments = (): Experiment[] => [...queueingExperiments(), ...choicesExperiments()];

export const omissions: readonly Omission[] = [...queueingOmissions, ...choicesOmissions];
