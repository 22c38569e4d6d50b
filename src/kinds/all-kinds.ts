/**
 * Resolves once the page knows every kind. To be awaited before a document is opened or anything is placed that is not
 * the first scenario; whatever is drawn by `later` can rely on it.
 */
export const allKinds = (): Promise<unknown> => Promise.all([import('./every-definition'), import('./every-view')]);
