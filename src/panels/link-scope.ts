import { incomingScope, linkScope, outgoingScope, type Scope, targetScope } from '../i18n/field-texts';
import type { KindDefinition } from '../network/kind';
import { callParams } from '../network/links/link-params';
import type { GroupField } from '../schema/field';

/** Fields of a link's parameters, and where their texts are. */
export interface LinkForm {
  readonly field: GroupField;
  readonly scope: Scope;
}

/** The forms that together show a link's parameters: follows the rule of `linkFields`. */
export function linkForms(from: KindDefinition, to: KindDefinition): readonly LinkForm[] {
  if (to.incoming) return [{ field: to.incoming, scope: incomingScope(to.kind) }];
  if (from.outgoing) return [{ field: from.outgoing, scope: outgoingScope(from.kind) }];
  const call = { field: callParams as GroupField, scope: linkScope };
  return from.target ? [{ field: from.target, scope: targetScope(from.kind) }, call] : [call];
}
