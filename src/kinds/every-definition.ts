import { addDefinitions } from './catalogue';

/** Puts every kind's definition into the catalogue, found by its folder: no list to edit. */
addDefinitions(import.meta.glob(['./*/params.ts', '!./_*/**'], { eager: true }));
