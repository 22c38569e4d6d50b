import { namespaces as english } from '../en';
import { namespaces as englishRest } from '../en-rest';
import type { Language } from '../language';
import { namespaces as russian } from '../ru';
import { namespaces as russianRest } from '../ru-rest';
import type { Namespaces } from '../translator';

const join = (first: Namespaces, rest: Namespaces): Namespaces =>
  Object.fromEntries(Object.keys(first).map((name) => [name, { ...first[name], ...rest[name] }]));

/** The catalogues as they are written, both parts together. */
export const whole: Readonly<Record<Language, Namespaces>> = {
  en: join(english, englishRest),
  ru: join(russian, russianRest),
};
