import { type ComponentType, useEffect, useState } from 'react';
import { allTexts } from '../i18n/language';
import { fetchWhenIdle } from './when-idle';

/** What every such part relies on. */
const withAll: (() => Promise<unknown>)[] = [allTexts];

/** Names something else that is to be there before any such part is drawn. */
export const bringAlong = (load: () => Promise<unknown>): void => {
  withAll.push(load);
};

/**
 * A part of the page that the first frame does without. It is fetched when it is shown, or else as soon as the page has
 * nothing better to do, so that the first click on it finds it there. Its texts come with it.
 *
 * Not by React's Suspense, which lets what arrives wait for up to 300 ms, and draws even what is there a moment late:
 * the keys that are typed meanwhile would be lost.
 *
 * @param Place what keeps its place meanwhile, with the same properties
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Place?: ComponentType<P>,
): ComponentType<P> {
  let Part: ComponentType<P> | null = null;
  let coming: Promise<void> | null = null;
  const fetch = () => {
    coming ??= Promise.all([load(), ...withAll.map((bring) => bring())]).then(
      ([part]) => {
        Part = part;
      },
      (error) => {
        coming = null;
        throw error;
      },
    );
    return coming;
  };
  fetchWhenIdle(fetch);
  return function Later(props: P) {
    const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
    const [, setThere] = useState(Part !== null);
    useEffect(() => {
      fetch().then(
        () => setThere(true),
        (error: unknown) => setFailure({ error }),
      );
    }, []);
    if (failure) throw failure.error;
    if (Part) return <Part {...props} />;
    return Place ? <Place {...props} /> : null;
  };
}
