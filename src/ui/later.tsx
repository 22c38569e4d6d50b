import { type ComponentType, lazy, Suspense } from 'react';
import { allTexts } from '../i18n/language';
import { fetchWhenIdle } from './when-idle';

/**
 * A part of the page that the first frame does without. It is fetched when it is shown, or else as soon as the page has
 * nothing better to do, so that the first click on it finds it there. Its texts come with it.
 *
 * @param Place what keeps its place meanwhile, with the same properties
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Place?: ComponentType<P>,
): ComponentType<P> {
  const fetch = async () => {
    const [part] = await Promise.all([load(), allTexts()]);
    return { default: part };
  };
  const Part = lazy(fetch) as unknown as ComponentType<P>;
  fetchWhenIdle(fetch);
  return (props: P) => (
    <Suspense fallback={Place && <Place {...props} />}>
      <Part {...props} />
    </Suspense>
  );
}
