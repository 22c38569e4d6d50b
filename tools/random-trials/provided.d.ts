import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the properties that name no seed of their own. */
    propertySeed: number;
  }
}
