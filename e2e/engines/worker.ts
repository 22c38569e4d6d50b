import { numbers, ownMath } from './numbers';
import type { EngineResults } from './results';
import { runs } from './runs';

// In a worker, as the page's simulation is: engines may compile the two differently.
const all: EngineResults = { results: { ...numbers(), ...runs() }, ownMath: ownMath() };
self.postMessage(all);
