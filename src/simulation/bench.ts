/** `npm run bench`: how fast the engine is on this machine. Prints a table; figures vary from machine to machine, their ratios less. */
import { measureAll } from './bench/measure';
import { printTable } from './bench/table';

printTable(measureAll());
