import { skeleton as skeletonBehaviour } from '../../kinds/_skeleton/kind';
import { skeleton } from '../../kinds/_skeleton/params';
import { behaviours } from '../../kinds/behaviours';
import { catalogue } from '../../kinds/catalogue';
import '../../kinds/every-definition';
import type { KindBehaviour } from '../../network/behaviour';
import type { KindCatalogue } from '../../network/kind';

/** The kinds that a test's world knows. */
export interface Kinds {
  readonly catalogue: KindCatalogue;
  readonly behaviours: Readonly<Record<string, KindBehaviour>>;
}

/** All that are in the program. */
export const everyKind: Kinds = { catalogue, behaviours };

/** And the one to copy, which is not. */
export const withSkeleton: Kinds = {
  catalogue: { ...catalogue, [skeleton.kind]: skeleton },
  behaviours: { ...behaviours, [skeletonBehaviour.kind]: skeletonBehaviour as KindBehaviour },
};
