import { addViews } from './views';

/** Puts every kind's face among the views, found by its folder: no list to edit. */
addViews(import.meta.glob(['./*/view.tsx', '!./_*/**'], { eager: true }));
