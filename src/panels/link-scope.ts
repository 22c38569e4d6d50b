import { incomingScope, linkScope, outgoingScope, type Scope } from '../i18n/field-texts';
import type { KindDefinition } from '../network/kind';

/** Where the texts of a link's parameters are: follows the rule of `linkFields`. */
export function linkScopeOf(from: KindDefinition, to: KindDefinition): Scope {
  if (to.incoming) return incomingScope(to.kind);
  return from.outgoing ? outgoingScope(from.kind) : linkScope;
}
