import { addFaults } from './fault-part';
import * as faults from './faults';

/** Brings what interventions do, for programs that have no need to wait for it. */
addFaults(faults);
