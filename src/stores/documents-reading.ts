/** Reads what comes from outside the page. What that takes is fetched only by those who need it. */
import { allKinds } from '../kinds/all-kinds';
import { catalogue } from '../kinds/catalogue';
import type { Scenario } from '../scenario/scenario';
import type { DecodedShare } from '../scenario/share/share-link';
import type { Checked } from '../schema/issue';

/** Reads a share link; null when the part of the program that reads links could not be fetched. */
export async function readLink(link: string): Promise<DecodedShare | null> {
  try {
    const [{ decodeShare }] = await Promise.all([import('../scenario/share/share-link'), allKinds()]);
    return decodeShare(link, catalogue);
  } catch {
    return null;
  }
}

/** What checks documents that were kept. */
export async function loadCheck(): Promise<(json: unknown) => Checked<Scenario>> {
  const [{ checkScenario }] = await Promise.all([import('../scenario/check-scenario'), allKinds()]);
  return (json) => checkScenario(json, catalogue);
}
export type Check = Awaited<ReturnType<typeof loadCheck>>;
